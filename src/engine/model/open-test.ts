import { Owner } from './attachments'

/** A test that has not ended. The key is its id, the context its route code. */
@unmanaged
export class OpenTest extends Owner {
  start: i64
  tags: usize
  /** The tags of its first packet, and the hash of its key. */
  firstTags: usize
  hash: u32
  /** Number in the order of first packets. */
  order: u32
  status: u8
  /** The previous test that the stream abandoned. */
  lostBefore: usize
}
