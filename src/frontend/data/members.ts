import type { LogIndex } from '../../format/report.ts'

type Members = Pick<LogIndex, 'memberStart' | 'memberBlock'>

/** The members in which bytes start to start + length lie. */
export function membersOf(index: Members, start: number, length: number): { first: number; last: number } {
  return { first: memberAt(index, start), last: memberAt(index, start + length - 1) }
}

/** The last member that begins at or before the byte. */
function memberAt(index: Members, byte: number): number {
  let [low, high] = [0, index.memberBlock.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (index.memberStart[middle] <= byte) low = middle
    else high = middle - 1
  }
  return low
}
