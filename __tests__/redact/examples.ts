/** Secrets of every kind, generated at run time so that no scanner finds one in this repository. */

import { numbers } from '../helpers/random.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ALPHANUMERIC = `${LETTERS}0123456789`
const BASE64URL = `${ALPHANUMERIC}-_`
const BASE64 = `${ALPHANUMERIC}+/`
const HEX = '0123456789abcdef'

/** Characters that look random, but are the same in every run. */
function characters(length: number, alphabet: string, seed = 1): string {
  const next = numbers(seed * 2_654_435_761)
  return Array.from({ length }, () => alphabet[Math.floor(next() * 2 ** 24) % alphabet.length]).join('')
}

/** Joins a token from parts, so that scanners do not recognize its prefix in the source. */
const begin = (...parts: readonly string[]): string => parts.join('')

const inBase64url = (text: string): string => Buffer.from(text).toString('base64url')
const base64url = (value: object): string => inBase64url(JSON.stringify(value))

export const JWT = [
  base64url({ alg: 'RS256', typ: 'JWT' }),
  base64url({ sub: '1234567890', name: 'Jörg', iat: 1516239022 }),
  characters(86, BASE64URL),
].join('.')
/** One whose JSON has white space behind its braces. */
const spacedJwt = (space: string): string =>
  [`{${space}"alg": "HS256"}`, `{${space}"sub": "1234567890"}`, characters(32, BASE64URL)]
    .map((part, i) => (i < 2 ? inBase64url(part) : part))
    .join('.')
/** An encrypted one: header, key, initialization vector, ciphertext, tag. */
const jwe = (key: number, vector: number): string =>
  [
    base64url({ alg: 'RSA-OAEP', enc: 'A256GCM' }),
    ...[key, vector, 60, 22].map((length, i) => characters(length, BASE64URL, i + 20)),
  ].join('.')
const TOKEN = characters(36, ALPHANUMERIC)
export const GITHUB = begin('gh', 'p_', TOKEN)
const INSTALLATION = begin('gh', 's_123456_', JWT)
const FINE_GRAINED = begin(
  'github',
  '_pat_',
  `${characters(22, ALPHANUMERIC)}_${characters(59, ALPHANUMERIC)}`,
)
const FERNET = begin('gAAA', 'AABq', characters(183, BASE64URL, 7))
const HEX32 = characters(32, HEX)
const HEX40 = characters(40, HEX)
const AWS_ID = begin('AK', 'IA', characters(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'))
const AWS_SECRET = characters(40, BASE64)
const BASIC = Buffer.from('nova:s3cr3t pässword').toString('base64')
const BASIC_LINE = Buffer.from('admin:pw\n').toString('base64')
const BASIC_CRLF = Buffer.from('admin:pw\r\n').toString('base64')
const GOOGLE_KEY = begin('AI', 'zaSy', characters(33, BASE64URL, 3))
const GOOGLE_TOKEN = begin('ya', '29.a0A', characters(120, BASE64URL, 4))

const LINES = Array.from({ length: 5 }, (_, i) => characters(64, BASE64, i + 10))

/** A private key as in a file; `label` is empty or for example `RSA `. */
export function pemOf(label = '', end = '\n', indent = ''): string {
  const lines = [`-----BEGIN ${label}PRIVATE KEY-----`, ...LINES, `${characters(20, BASE64)}==`]
  return [...lines, `-----END ${label}PRIVATE KEY-----`].join(`${end}${indent}`)
}
const PEM = pemOf('RSA ')
const ENCRYPTED = PEM.replace(
  '\n',
  `\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${HEX32.toUpperCase()}\n\n`,
)
const PREFIXED = PEM.replaceAll('\n', '\n2026-03-01 12:00:00.123456 | ')
const PGP = `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${LINES.join('\n')}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----`

/** Name, text, and the text after redaction. */
export type Example = readonly [name: string, text: string, redacted: string]

export const EXAMPLES: readonly Example[] = [
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map(
    (type): Example => [`GitHub's ${type}`, `token=${type}_${TOKEN}; next`, 'token=***; next'],
  ),
  ['GitHub’s token at the end of a sentence', `It is ${GITHUB}. Next`, 'It is ***. Next'],
  ['GitHub’s token after an escape', `b'\\n${GITHUB}\\n'`, "b'\\n***\\n'"],
  ...['\\n', '%20', '\\u0022', '_'].map(
    (before): Example => [`GitHub’s token behind ${before}`, `x${before}${GITHUB} y`, `x${before}*** y`],
  ),
  ['GitHub’s token without a digit', `${begin('gh', 'o_', characters(36, LETTERS))}, a word`, '***, a word'],
  ['GitHub’s fine-grained token', `"${FINE_GRAINED}"`, '"***"'],
  ['GitHub’s stateless token', `GITHUB_TOKEN: ${INSTALLATION}.\n`, 'GITHUB_TOKEN: ***.\n'],
  ['GitHub’s token of 40 digits', `Authorization: token ${HEX40}\r\n`, 'Authorization: token ***\r\n'],
  ['AWS’s id', `aws_access_key_id = ${AWS_ID}\n`, 'aws_access_key_id = ***\n'],
  ...['AS', 'AB', 'AC'].map(
    (type): Example => [
      `AWS’s id of ${type}`,
      `"${begin(type, type === 'AC' ? 'CA' : 'IA', AWS_ID.slice(4))}"`,
      '"***"',
    ],
  ),
  ['AWS’s secret in a file', `aws_secret_access_key = ${AWS_SECRET}\n`, 'aws_secret_access_key = ***\n'],
  ['AWS’s secret in a shell', `AWS_SECRET_ACCESS_KEY="${AWS_SECRET}"`, 'AWS_SECRET_ACCESS_KEY="***"'],
  ['AWS’s secret in JSON', `{"SecretAccessKey": "${AWS_SECRET}"}`, '{"SecretAccessKey": "***"}'],
  ['AWS’s secret in XML', `<SecretAccessKey>${AWS_SECRET}</Secret`, '<SecretAccessKey>***</Secret'],
  ['Google’s key', `https://maps/?key=${GOOGLE_KEY}&x=1`, 'https://maps/?key=***&x=1'],
  ['Google’s token', `access_token: ${GOOGLE_TOKEN}, ok`, 'access_token: ***, ok'],
  ['Google’s service account', `"private_key": "${pemOf('', '\\n')}\\n"}`, '"private_key": "***\\n"}'],
  ['Google’s token before a dash', `${GOOGLE_TOKEN}-- see above`, '***-- see above'],
  ...[
    [begin('glp', 'at-'), characters(20, BASE64URL, 30)],
    [begin('glp', 'at-'), `${characters(27, BASE64URL, 31)}.01.${characters(9, ALPHANUMERIC, 32)}`],
    [begin('np', 'm_'), characters(36, ALPHANUMERIC, 33)],
    [begin('py', 'pi-AgE'), `IcHlwaS5vcmc${characters(150, BASE64URL, 34)}`],
    [begin('dckr', '_pat_'), characters(27, BASE64URL, 35)],
    [begin('dckr', '_oat_'), characters(32, BASE64URL, 35)],
    ...['a', 'b', 'e', 'p', 'r', 's'].map((type) => [
      begin('xo', `x${type}-`),
      `123456789012-1234567890123-${characters(24, ALPHANUMERIC, 36)}`,
    ]),
    ...['s', 'b', 'r'].map((type) => [begin('hv', `${type}.`), characters(90, BASE64URL, 37)]),
    [begin('h', 'f_'), characters(34, LETTERS, 38)],
    ...['proj', 'svcacct', 'admin'].map((type) => [begin('sk', `-${type}-`), characters(120, BASE64URL, 39)]),
    [begin('sk', '-ant-'), `api03-${characters(90, BASE64URL, 40)}`],
  ].map(
    ([prefix, rest]): Example => [
      `a token ${prefix} of ${rest.length} characters`,
      `TOKEN="${prefix}${rest}"; next`,
      'TOKEN="***"; next',
    ],
  ),
  [
    'Azure’s key',
    `AccountName=x;AccountKey=${characters(86, BASE64, 41)}==;End`,
    'AccountName=x;AccountKey=***;End',
  ],
  [
    'AWS’s session token',
    `AWS_SESSION_TOKEN=IQoJ${characters(300, BASE64, 42)}==\n`,
    'AWS_SESSION_TOKEN=***\n',
  ],
  [
    'AWS’s session token in a URL',
    `?X-Amz-Security-Token=IQoJ${'aB3%2F'.repeat(50)}%3D%3D&X-Amz-Date=1`,
    '?X-Amz-Security-Token=***&X-Amz-Date=1',
  ],
  [
    'AWS’s session token in JSON',
    `{"SessionToken": "IQoJ${characters(300, BASE64, 42)}=="}`,
    '{"SessionToken": "***"}',
  ],
  [
    'AWS’s session token in WSGI',
    `HTTP_X_AMZ_SECURITY_TOKEN=IQoJ${characters(300, BASE64, 42)}==\n`,
    'HTTP_X_AMZ_SECURITY_TOKEN=***\n',
  ],
  ['Cloudflare’s header', `X-Auth-Key: ${HEX32}\n`, 'X-Auth-Key: ***\n'],
  ['Cloudflare’s header in WSGI', `HTTP_X_AUTH_KEY=${HEX32}\n`, 'HTTP_X_AUTH_KEY=***\n'],
  ['Vault’s header in WSGI', `HTTP_X_VAULT_TOKEN=s.${HEX32}\n`, 'HTTP_X_VAULT_TOKEN=***\n'],
  ['Vault’s header', `X-Vault-Token: s.${HEX32}\n`, 'X-Vault-Token: ***\n'],
  [
    'Docker’s config',
    `{"auths": {"https://x/": {"auth": "${BASIC}"}}}`,
    '{"auths": {"https://x/": {"auth": "***"}}}',
  ],
  ['Docker’s config in JSON', `{\\"auth\\": \\"${BASIC}\\"}`, '{\\"auth\\": \\"***\\"}'],
  [
    'a password in a URL with escaped slashes',
    `"https:\\/\\/me:s3cr3t@host\\/x"`,
    `"https:\\/\\/me:***@host\\/x"`,
  ],
  ['a JWT', `cookie=${JWT};`, 'cookie=***;'],
  ...['  ', ' ', '\n ', '\n', '\n\t', '\r\n ', '\t', '\t\t', ' \n'].map(
    (space): Example => [
      `a JWT with ${JSON.stringify(space)} in its JSON`,
      `cookie=${spacedJwt(space)};`,
      'cookie=***;',
    ],
  ),
  ['an encrypted JWT', `cookie=${jwe(342, 16)};`, 'cookie=***;'],
  ['an encrypted JWT without a key', `"${jwe(0, 22)}"`, '"***"'],
  ['an encrypted JWT with a truncated tag', `"${jwe(43, 16).slice(0, -20)}\n`, '"***\n'],
  ['a JWT with a truncated signature', `cookie=${JWT.slice(0, -50)}\n`, 'cookie=***\n'],
  ['a Fernet token', `Token ${FERNET} was`, 'Token *** was'],
  ['a Fernet token with padding', `b'${FERNET}=='`, "b'***'"],
  ['a Fernet token in a URL', `/v3/auth/tokens/${FERNET}/x`, '/v3/auth/tokens/***/x'],
  ['Keystone’s header', `X-Auth-Token: ${HEX32}\r\n`, 'X-Auth-Token: ***\r\n'],
  ['Keystone’s header in Python', `{'x-subject-token': '${HEX32}'}`, "{'x-subject-token': '***'}"],
  ['Keystone’s header in tuples', `(b'X-Auth-Token', b'${HEX32}')`, "(b'X-Auth-Token', b'***')"],
  ['Keystone’s header in WSGI', `'HTTP_X_AUTH_TOKEN': '${HEX32}'`, "'HTTP_X_AUTH_TOKEN': '***'"],
  ...['service', 'subject', 'storage'].flatMap((of): Example[] => [
    [`Keystone’s header of a ${of}`, `X-${of}-Token: ${HEX32}\n`, `X-${of}-Token: ***\n`],
    [`the same in WSGI`, `HTTP_X_${of}_TOKEN=${HEX32}\n`, `HTTP_X_${of}_TOKEN=***\n`],
  ]),
  ['Keystone’s header for curl', `-H "X-Auth-Token: ${HEX32}" -X`, '-H "X-Auth-Token: ***" -X'],
  ['a header of 16 letters and digits', `X-Auth-Token: ${HEX40.slice(0, 16)}\n`, 'X-Auth-Token: ***\n'],
  ['Swift’s header', `X-Storage-Token: AUTH_tk${HEX32}\n`, 'X-Storage-Token: ***\n'],
  ['a header in JSON in JSON', `{\\"X-Auth-Token\\": \\"${HEX32}\\"}`, '{\\"X-Auth-Token\\": \\"***\\"}'],
  ...[
    "headers['@'] = '…'",
    'os.environ["@"]="…"',
    '| @ | … |',
    '| @                                                  | … |',
    '`@`: `…`',
    '@ -> …',
    '@ => …',
    '[@] …',
    '@:\t…',
    `@:${' '.repeat(80)}…`,
    '@: “…”',
    '@:\u00a0…',
    '?@=…&a=b',
    '%22@%22%3A%20%22…%22',
    '&quot;@&quot;: &quot;…&quot;, ',
    '(&#x27;@&#x27;, &#x27;…&#x27;)',
    '{\\u0022@\\u0022:\\u0022…\\u0022}',
    '"\\"{\\\\\\"@\\\\\\": \\\\\\"…\\\\\\"}\\""',
    "('@', u'…')",
    '\\"@\\",\\"…\\"',
    '{"name":"@","value":"…"}',
    '{\n  "Name": "@",\r\n  "Value": "…"\n}',
    '[{\\"name\\": \\"@\\",\\n  \\"value\\": \\"…\\"}]',
    '- name: @\n  value: …\n',
    '{name: @, value: …}',
    '"@":[]string{"…"}',
    '\u001b[36m@\u001b[0m: \u001b[1;33m…\u001b[0m',
    '\\u001b[36m@\\u001b[0m: \\x1b[33m…\\x1b[0m \\033[0m',
  ].flatMap((text) =>
    [
      ['X-Auth-Token', '', HEX32],
      ['AWS_SECRET_ACCESS_KEY', '', AWS_SECRET],
      ['Authorization', 'Bearer ', HEX40],
    ].map(([name, scheme, value]): Example => {
      const shown = text.replace('@', name).replace('…', `${scheme}…`)
      return [JSON.stringify(shown), shown.replace('…', value), shown.replace('…', '***')]
    }),
  ),
  ...['\t', '  ', '%20', '+', '\\u0020', '\\t', '&nbsp;', ' \u001b[33m'].map(
    (space): Example => [
      `a header with ${JSON.stringify(space)} behind Bearer`,
      `"Authorization:\tBearer${space}${HEX40}"`,
      `"Authorization:\tBearer${space}***"`,
    ],
  ),
  ['a basic header with a line’s end', `Authorization: Basic ${BASIC_LINE}\n`, 'Authorization: Basic ***\n'],
  ['a basic header with CR LF', `authorization=Basic%20${BASIC_CRLF}&`, 'authorization=Basic%20***&'],
  ['a basic header', `Authorization: Basic ${BASIC}\n`, 'Authorization: Basic ***\n'],
  ['a basic header for a proxy', `proxy-authorization: basic ${BASIC}'`, "proxy-authorization: basic ***'"],
  ['a basic header in Python', `('Authorization', b'Basic ${BASIC}')`, "('Authorization', b'Basic ***')"],
  ['a basic header in a list', `"authorization": ["Basic ${BASIC}"]`, '"authorization": ["Basic ***"]'],
  ['a bearer header', `Authorization: Bearer ${HEX40}-x~y\n`, 'Authorization: Bearer ***\n'],
  ['a bearer header with a JWT', `AUTHORIZATION=Bearer ${JWT}`, 'AUTHORIZATION=Bearer ***'],
  [
    'a password in a URL',
    'mysql+pymysql://nova:s3cr3t@10.0.0.1/nova',
    'mysql+pymysql://nova:***@10.0.0.1/nova',
  ],
  ['a password without a user in a URL', 'redis://:s3cr3t@[::1]:6379/0', 'redis://:***@[::1]:6379/0'],
  ['a password of three characters in a URL', 'amqp://a:pwd@h', 'amqp://a:***@h'],
  ['a password with @ and :', 'http://me@x.org:p@s:s@proxy:80/', 'http://me@x.org:***@proxy:80/'],
  ['passwords of several brokers', '"rabbit://a:s3cr3t@h1:1,b:s3cr3t@h2:2//"', '"rabbit://a:***@h2:2//"'],
  ['a password behind one that the writer replaced', 'amqp://a:***@h1,b:s3cr3t@h2', 'amqp://a:***@h2'],
  [
    'a password before a digest',
    'docker://me:s3cr3t@registry:5000@sha256:0123',
    'docker://me:***@sha256:0123',
  ],
  ['a password of digits', 'redis://user:12345@host:6379', 'redis://user:***@host:6379'],
  ['a password with a comma', 'http://me:123,abc@host/', 'http://me:***@host/'],
  ['a password behind a server’s port', 'rabbit://h1:5672,u:s3cr3t@h2/', 'rabbit://h1:***@h2/'],
  ['a token as the user in a URL', `https://${AWS_ID}:s3cr3t@host/`, 'https://***@host/'],
  ['a private key', `key:\n${PEM}\ndone`, 'key:\n***\ndone'],
  ['a private key with CR LF', `${pemOf('EC ', '\r\n')}\r\n`, '***\r\n'],
  ['an indented private key', `  key: |\n    ${pemOf('OPENSSH ', '\n', '    ')}\n`, '  key: |\n    ***\n'],
  ['a private key in JSON', `{"k": "${pemOf('', '\\n')}\\n"}`, '{"k": "***\\n"}'],
  ['a private key in JSON in JSON', `\\"${pemOf('', '\\\\r\\\\n')}\\"`, '\\"***\\"'],
  ['a private key in Python’s adjacent strings', `('${pemOf('', "\\n'\n", " '")}')`, "('***')"],
  ['an encrypted private key', `${ENCRYPTED}\n`, '***\n'],
  ['a private key with line prefixes', `x | ${PREFIXED}\n`, 'x | ***\n'],
  ['PGP’s private key', `${PGP}\n`, '***\n'],
  ['a private key without its end', `${PEM.slice(0, 320)}\nTraceback`, '***\nTraceback'],
  ['an encrypted private key without its end', `${ENCRYPTED.slice(0, 400)}\nTraceback`, '***\nTraceback'],
  ['PGP’s private key without its end', `"${PGP.slice(0, 315).replaceAll('\n', '\\n')}"`, '"***"'],
  [
    'a private key with line prefixes without its end',
    `${PREFIXED.slice(0, 407)}\nFile "/opt"`,
    '***\nFile "/opt"',
  ],
  ['an indented private key without its end', pemOf('', '\n', '\t').slice(0, 250), '***'],
  ['a private key in JSON without its end', `"${pemOf('', '\\n').slice(0, 320)}", "x"`, '"***", "x"'],
  ['the same with CR LF', `"${pemOf('', '\\r\\n').slice(0, 320)}", "x"`, '"***", "x"'],
]

/** Texts that are common in logs, or that only look like secrets. */
export const LOOK_ALIKES: readonly string[] = [
  'req-2f3c6b0e-5a0f-4b5e-9d3c-0d6a3f1c2b4a req-2f3c6b0e-5a0f-4b5e-9d3c-0d6a3f1c2b4a',
  `commit ${HEX40} (HEAD -> main), sha256:${characters(64, HEX)}, md5 ${HEX32}`,
  '[id-1fc6bdc8-0b6d-4cc7-9f30-9b04fabe5b90,smoke] 0b6d4cc79f309b04fabe5b901fc6bdc8',
  '<nova.objects.instance.Instance object at 0x7f1c2d3e4f50> <Mock name="mock.ghp_()" id="140123456789012">',
  'http://docs.openstack.org/nova/latest/#x http://10.0.0.1:8774/v2.1/a@b sqlite:///x.db sqlite:// file:///a:b@c',
  'ssh://git@github.com:22/x.git https://user@host/ git@github.com:owner/repo.git me@x.org://',
  'http://host:80, mail root@localhost; http://[::1]:8080/x@y "http://a:b" c@d <http://a:b>c@d',
  'registry:5000@sha256:0123 docker://quay.io:443@sha256:0123 docker-pullable://registry:latest@sha256:0123',
  'http://10.0.0.1:8080,http://10.0.0.2:8080,contact=ops@example.com tcp://10.0.0.1:6640,name=br-int@vm',
  'mysql+pymysql://%(user)s:%(password)s@%(host)s/nova',
  'https://user:***@host/ amqp://a:pw@h mysql://nova:@db/',
  'Authorization: Basic ***, Authorization: Bearer ***, X-Auth-Token: ***, token=***',
  "'X-Auth-Token': '<omitted>', X-Subject-Token: TOKEN_REDACTED, X-Auth-Token: None",
  `X-Auth-Token: ${HEX40.slice(0, 15)}`,
  `-H "X-Auth-Token: {SHA256}${characters(64, HEX)}" -H "X-Auth-Token: $OS_TOKEN"`,
  'Access-Control-Allow-Headers: X-Auth-Token,Access-Control-Allow-Credentials,X-Project-Domain-Name',
  'Missing X-Auth-Token, request_id=req-2f3c6b0e-5a0f-4b5e-9d3c-0d6a3f1c2b4a',
  'Vary: X-Auth-Token,OpenStack-API-Version-2.1-something',
  'Access-Control-Expose-Headers: X-Auth-Token, X-Openstack-Request-Id-2019, X-Subject-Token',
  'X-Auth-Token: , X-Openstack-Request-Id: req-2f3c6b0e-5a0f-4b5e-9d3c-0d6a3f1c2b4a',
  'X-Auth-Token:\nreq-2f3c6b0e-5a0f-4b5e X-Auth-Token: \\nreq-2f3c6b0e-5a0f-4b5e X-Auth-Token\\r\\nreq-2f3c6b0e-5a0f-4b5e',
  'name: X-Auth-Token, value, name: X-Auth-Token, value_2026_03_01: x',
  '{"name": "AWS_SECRET_ACCESS_KEY", "valueFrom": {"secretKeyRef": {"name": "aws"}}}',
  `Authorization: Basic ${Buffer.from('no password\n').toString('base64')}`,
  'Authorization: Basic authentication is required. Authorization: Bearer token missing',
  'WWW-Authenticate: Keystone uri="http://10.0.0.1/identity", Basic realm="x"',
  'authorization_failure: AuthorizationFailure, test_early_OR_authorization, auth-tokens failed',
  'Authorization: AWS4-HMAC-SHA256 Credential=x/20260301/us-east-1/s3/aws4_request',
  'ghp_short gho_through ghs_x.y.z high_priority github_pat_ eyJ eyJhbGciOiJIUzI1NiJ9 ya29. AIza AKIA',
  'test_github_pat_validation_of_tokens_with_long_names_in_nova through_ghp_abcdefghijklmnopqrstuvwxyz_abcdefghijk',
  'nova.tests.ghs_module.TestSomething.test_a_very_long_method_name ya29.test_module.TestClass.test_something',
  `${jwe(342, 17)} ${jwe(43, 16).split('.').slice(0, 3).join('.')} ewogIm homework.eyAg.x`,
  `eyJhbGciOiJIUzI1NiJ9.${characters(40, BASE64URL)} a base64 of JSON: ${base64url({ a: 'b'.repeat(50) })}`,
  `eyJhbGciOiJIUzI1NiJ9.${base64url({ sub: 'without a signature' })} eyJhIjo.eyJhIjoxfQ.x`,
  'npm_config_cache npm_lifecycle_event=test npm_package_dependencies_webpack_dev_server_version_1 npm_ci',
  'glpat-short glpat-a-name-that-has-many-words-and-no-more xoxb-a-name-that-has-many-words-and-no-more',
  'hvs.module.TestCase.test_something hf_hub_download(repo_id) hf_transformers_version_of_the_library_4',
  'sk-proj-the-name-of-a-directory-with-many-words-in-it-and-no-more pypi-AgEIcHlwaS5vcmc dckr_pat_ sk-learn',
  '{"auth": {"identity": {"methods": ["password"]}}, "auth": "password", "auth": null, "auth":"basic"}',
  `AccountKey=*** AccountKey=${characters(40, BASE64)} SessionToken: None session_token=short aws_session_token=${HEX40}`,
  '"http:\\/\\/host:80\\/x@y" "https:\\/\\/user@host\\/"',
  'TODAYINASIAASACKOFRICEFELLOVERBOARD MKAKIATLLVAGGHKLMNPQRSTVWYACDEFG',
  'iVBORw0KGgoAAAANSUhEUgAAAA4AAAAOCAMAAAAolt3jAAAA1VBMVEUAAABhlctjlstkl8tlmMtlmMxlmcxmmcxnmsxnm8xom8xpm8xpnM1',
  'AAABAAAABAAAAAAAAAADAAAAFgAAAAsAAAAWAAAACgAAAB4AAABCAAAAEgAAAAIAAAABAAAACwAAABUAAAALAAAAGQAAAEc',
  `blob: gAAAAAB${characters(40, BASE64URL)}`,
  PEM.replaceAll('PRIVATE KEY', 'PUBLIC KEY'),
  PEM.replaceAll('RSA PRIVATE KEY', 'CERTIFICATE'),
  'if not key.startswith("-----BEGIN RSA PRIVATE KEY-----"): raise ValueError(key)\n  File "/opt/stack/nova/nova/crypto.py"',
  `"-----BEGIN PRIVATE KEY-----" is missing; sha256 ${characters(64, HEX)}`,
  '_START = b"-----BEGIN OPENSSH PRIVATE KEY-----"\n_END = b"-----END OPENSSH PRIVATE KEY-----"',
  'aws_secret_access_key = None, secret_access_key: <omitted>, aws_access_key_id',
  '---------------------------------------- >> begin captured logging << --------------------',
  'Grüße, 你好，請訪問 http://例え.jp:80/ 。\u0000\u0001\u001b[31m',
]
