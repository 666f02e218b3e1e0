/** Makes names like nova's: about eleven methods per class, whose tests run in sequence on one worker. */

import { seeded } from '../seeded.ts'
import { type MadeTest, makeTests, type Shape } from '../tests.ts'

const AREAS = ['compute', 'identity', 'image', 'network', 'object_storage', 'volume']
const VERBS = (
  'add associate attach boot cancel clone confirm create deallocate delete detach disable enable evacuate ' +
  'extend filter force get import limit list lock migrate pause reboot rebuild rescue reset resize restore ' +
  'resume revert rotate set shelve show snapshot start stop suspend sync unlock unset update upload validate'
).split(' ')
const NOUNS = (
  'account agent aggregate allocation attachment backup bucket certificate console container credential ' +
  'domain encryption endpoint event extension fault flavor floating_ip group host hypervisor image instance ' +
  'interface keypair label member metadata metering namespace network password policy pool port project ' +
  'quota region resource role router rule schedule security_group segment server service share snapshot ' +
  'subnet tag task token trunk usage user version volume zone'
).split(' ')
const ENDS = (
  'after_failure as_admin as_other_project by_id by_name concurrently details_with_pagination ' +
  'invalid_uuid_fails not_found over_limit raises_conflict returns_empty unauthorized when_deleted ' +
  'when_locked when_stopped while_building with_all_fields with_invalid_name with_long_name with_marker ' +
  'with_minimal_fields with_unicode without_permission'
).split(' ')

/** Maximum tests of a class; most have fewer. */
const LARGEST = 32

/** The tests of bench/tests.ts with other names. */
export function* makeNamed(shape: Shape): Generator<MadeTest> {
  const random = seeded(2)
  const classes = new Map<string, MadeClass>()
  const counter = { classes: 0 }
  for (const test of makeTests(shape)) {
    let own = classes.get(test.worker)
    if (own === undefined || own.left === 0) classes.set(test.worker, (own = makeClass(random, counter)))
    own.left -= 1
    yield { ...test, id: own.name + methodOf(random, own.taken) }
  }
}

interface MadeClass {
  readonly name: string
  readonly taken: Set<string>
  left: number
}

function makeClass(random: () => number, counter: { classes: number }): MadeClass {
  const pick = picker(random)
  const [area, noun, number] = [pick(AREAS), pick(NOUNS), counter.classes++]
  const title = (noun + (number < NOUNS.length ? '' : `_${pick(VERBS)}_${number % 997}`)).replace(
    /(?:^|_)(\w)/g,
    (_, letter: string) => letter.toUpperCase(),
  )
  const name = `tempest.api.${area}.${pick(NOUNS)}s.test_${noun}.${title}Test.`
  return { name, taken: new Set(), left: 1 + Math.floor(random() ** 2 * LARGEST) }
}

/** A method name that is new in the class. */
function methodOf(random: () => number, taken: Set<string>): string {
  const pick = picker(random)
  for (;;) {
    const name = `test_${pick(VERBS)}_${pick(NOUNS)}${random() < 0.6 ? `_${pick(ENDS)}` : ''}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

const picker =
  (random: () => number) =>
  (words: readonly string[]): string =>
    words[Math.floor(random() * words.length)]
