/** What a secret is found by: text that holds none of the anchors holds no secret. */

/** A short literal at which a secret begins, or with which the text right before it does. */
export interface Anchor {
  /** ASCII, at least three characters, but for an exact value: its UTF-8 as latin1. */
  readonly text: string
  /** Whether A–Z and a–z are the same. */
  readonly anyCase: boolean
}

/** A secret begins at most that many bytes behind the start of its anchor. */
export const ANCHOR_REACH = 64

/**
 * A secret is looked for in that many bytes from its anchor on. Of a longer one what lies within them
 * is replaced; the longest in use, an armoured key with subkeys, is a third of it.
 */
export const MAX_SECRET = 64 << 10

const exactly = (...texts: string[]): Anchor[] => texts.map((text) => ({ text, anyCase: false }))
const inAnyCase = (...texts: string[]): Anchor[] => texts.map((text) => ({ text, anyCase: true }))

/** The anchors of each shape. All are rare in logs; `://` is the commonest, one in 2 KB of nova's. */
export const ANCHORS = {
  github: exactly('ghp_', 'gho_', 'ghu_', 'ghr_', 'github_pat_'),
  installation: exactly('ghs_'),
  awsKeyId: exactly('AKIA', 'ASIA', 'ABIA', 'ACCA'),
  awsSecret: inAnyCase('secret_access_key', 'secretaccesskey'),
  googleKey: exactly('AIza'),
  googleToken: exactly('ya29.'),
  jwt: exactly('eyJ'),
  fernet: exactly('gAAAA'),
  pem: exactly('-----BEGIN '),
  authorization: inAnyCase('authorization'),
  // as headers, and as WSGI's environment has them
  openstack: inAnyCase(
    'x-auth-token',
    'x_auth_token',
    'x-subject-token',
    'x_subject_token',
    'x-service-token',
    'x_service_token',
    'x-storage-token',
    'x_storage_token',
  ),
  url: exactly('://'),
} as const satisfies Readonly<Record<string, readonly Anchor[]>>

export type ShapeName = keyof typeof ANCHORS
