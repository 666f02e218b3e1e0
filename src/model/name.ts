const UUID_TAG = /^id-[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
const WORD = /^[A-Za-z0-9_-]+$/
const IDENTIFIER = String.raw`[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_]*`
const FIXTURE = new RegExp(
  String.raw`^(setUp|tearDown)(Class|Module) \((${IDENTIFIER}(?:\.${IDENTIFIER})*)\)$`,
  'u',
)

/**
 * A test's name from its id: Tempest's bracket of tags is taken off (`….test_x[id-…,smoke]`), and
 * `setUpClass (a.b.C)` and its kind become `a.b.C.setUpClass`. Linear in the id's length.
 */
export function testName(id: string): string {
  if (id.endsWith(']')) return withoutTempestTags(id)
  if (!id.endsWith(')')) return id
  const fixture = FIXTURE.exec(id)
  return fixture === null ? id : `${fixture[3]}.${fixture[1]}${fixture[2]}`
}

function withoutTempestTags(id: string): string {
  const bracket = id.lastIndexOf('[')
  if (bracket < 1 || id.includes('::')) return id
  const words = id.slice(bracket + 1, -1).split(',')
  const marked = words.some((word) => word === 'gate' || word === 'smoke' || UUID_TAG.test(word))
  return marked && words.every((word) => WORD.test(word)) ? id.slice(0, bracket) : id
}
