/** The anchors by which secrets are found: text without any of them contains no secret. */

/** A short literal with which a secret begins, or the text right before it. */
export interface Anchor {
  /** ASCII, at least three characters; for an exact value, its UTF-8 as latin1. */
  readonly text: string
  /** Whether the case of A–Z is ignored. */
  readonly anyCase: boolean
}

/**
 * A secret is searched within this many bytes from its anchor's start; of a longer one, only the part within
 * them is replaced. The longest in use, an armoured key with subkeys, is a third of it.
 */
export const MAX_SECRET = 64 << 10

const exactly = (...texts: string[]): Anchor[] => texts.map((text) => ({ text, anyCase: false }))
const inAnyCase = (...texts: string[]): Anchor[] => texts.map((text) => ({ text, anyCase: true }))

/** The anchors of each shape. All are rare in logs; the commonest, `://`, occurs once in 2 KB of nova's. */
export const ANCHORS = {
  github: exactly('ghp_', 'gho_', 'ghu_', 'ghr_', 'github_pat_'),
  installation: exactly('ghs_'),
  awsKeyId: exactly('AKIA', 'ASIA', 'ABIA', 'ACCA'),
  awsSecret: inAnyCase('secret_access_key', 'secretaccesskey'),
  googleKey: exactly('AIza'),
  googleToken: exactly('ya29.'),
  gitlab: exactly('glpat-'),
  npm: exactly('npm_'),
  pypi: exactly('pypi-AgE'),
  docker: exactly('dckr_pat_', 'dckr_oat_'),
  slack: exactly('xoxa-', 'xoxb-', 'xoxe-', 'xoxp-', 'xoxr-', 'xoxs-'),
  vault: exactly('hvs.', 'hvb.', 'hvr.'),
  huggingFace: exactly('hf_'),
  openai: exactly('sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-ant-'),
  azure: inAnyCase('accountkey='),
  // `{"` in base64; then `{` and white space before a quote or more of it
  jwt: exactly('eyJ', 'eyAi', 'eyAg', 'eyAK', 'ewoi', 'ewog', 'ewoJ', 'ew0K', 'ewki', 'ewkJ'),
  fernet: exactly('gAAAA'),
  pem: exactly('-----BEGIN '),
  authorization: inAnyCase('authorization'),
  // as in headers, and as in WSGI's environment
  openstack: inAnyCase(
    'x-auth-token',
    'x_auth_token',
    'x-subject-token',
    'x_subject_token',
    'x-service-token',
    'x_service_token',
    'x-storage-token',
    'x_storage_token',
    'x-auth-key',
    'x_auth_key',
    'x-vault-token',
    'x_vault_token',
  ),
  awsSession: inAnyCase('x-amz-security-token', 'x_amz_security_token', 'session_token', 'sessiontoken'),
  // of Docker's config.json
  dockerAuth: exactly('"auth"', 'auth\\"'),
  // slashes are escaped by some writers of JSON
  url: exactly('://', ':\\/\\/'),
} as const satisfies Readonly<Record<string, readonly Anchor[]>>

export type ShapeName = keyof typeof ANCHORS
