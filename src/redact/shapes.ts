import { ANCHORS, type Anchor, type ShapeName } from './anchors.ts'
import { authorization, awsSecret, awsSession, dockerAuth, openstack } from './headers.ts'
import { jwt } from './jwt.ts'
import { pem } from './pem.ts'
import type { Shape } from './shape.ts'
import {
  awsKeyId,
  azure,
  docker,
  fernet,
  github,
  gitlab,
  googleKey,
  googleToken,
  huggingFace,
  installation,
  npm,
  openai,
  pypi,
  slack,
  vault,
} from './tokens.ts'
import { url } from './url.ts'

/** Shorter values, in bytes, are words that logs are full of. */
export const SHORTEST_VALUE = 8

const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  github,
  installation,
  awsKeyId,
  awsSecret,
  googleKey,
  googleToken,
  gitlab,
  npm,
  pypi,
  docker,
  slack,
  vault,
  huggingFace,
  openai,
  azure,
  jwt,
  fernet,
  pem,
  authorization,
  openstack,
  awsSession,
  dockerAuth,
  url,
}

/** An anchor, and the shape to look for at it. */
export interface Lookout extends Anchor {
  readonly shape: Shape
}

/** The lookouts of the well-known shapes. */
export const shapeLookouts = (): Lookout[] =>
  (Object.keys(ANCHORS) as ShapeName[]).flatMap((name) =>
    ANCHORS[name].map((anchor) => ({ ...anchor, shape: SHAPES[name] })),
  )

/** The lookouts of values that are known to be secret. */
export const valueLookouts = (values: readonly string[]): Lookout[] =>
  values
    .map((value) => Buffer.from(value).toString('latin1'))
    .filter((text) => text.length >= SHORTEST_VALUE)
    .map((text) => ({ text, anyCase: false, shape: (_, from, to) => ({ from, to }) }))
