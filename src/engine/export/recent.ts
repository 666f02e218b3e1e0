/**
 * A cache of the nodes of recent modules, by the ends of their paths. A set has the checks of four paths, which
 * are compared as one vector, and their nodes, the latest first: with one slot for each hash, a quarter of
 * 2,000 modules would displace each other.
 */

import { same } from '../memory/bytes'
import { Node } from './nodes'

/** Sets, and the bytes of each. */
const SETS: usize = 2048
const SET_SIZE: usize = 32
const NODES: usize = 16
const cache = memory.data(2048 * 32, 16)

/** Odd numbers, half of whose bits are set. */
const FACTOR: u64 = 0x9e3779b97f4a7c15
const SECOND_FACTOR: u64 = 0xc2b2ae3d27d4eb4f
const THIRD_FACTOR: u64 = 0x165667b19e3779f9

export function forgetRecent(): void {
  memory.fill(cache, 0, SETS * SET_SIZE)
}

/**
 * Hashes the end of a path. Each word is multiplied by itself: digits of a module and of its package, which
 * often count upwards together, would otherwise cancel out. Not keyed: paths that collide on purpose only
 * make the cache useless.
 */
export function mixed(path: usize, length: u32): u64 {
  const end = path + length
  const last = load<u64>(end - 8)
  // of a short path only its own bytes
  if (length < 8) return ((last >> <u64>(64 - (length << 3))) ^ length) * FACTOR
  const first = load<u64>(length < 16 ? path : end - 16)
  const all = (last * FACTOR) ^ rotl(first * SECOND_FACTOR, 32) ^ length
  return (length < 24 ? all : all ^ rotl(load<u64>(end - 24) * THIRD_FACTOR, 16)) * FACTOR
}

/** The node of that path, whose hash is `mix`; 0 if the cache has none. */
export function recent(mix: u64, path: usize, length: u32): usize {
  const set = setOf(mix)
  let alike = i32x4.bitmask(i32x4.eq(v128.load(set), i32x4.splat(checkOf(mix))))
  for (; alike !== 0; alike &= alike - 1) {
    const node = <usize>load<u32>(set + NODES + ((<usize>ctz(alike)) << 2))
    if (node !== 0 && isPath(node, path, length)) return node
  }
  return 0
}

/** The node that may be of the path with that hash, or 0. */
export function perhaps(mix: u64): usize {
  const set = setOf(mix)
  const alike = i32x4.bitmask(i32x4.eq(v128.load(set), i32x4.splat(checkOf(mix))))
  return alike === 0 ? 0 : <usize>load<u32>(set + NODES + ((<usize>ctz(alike)) << 2))
}

/** Adds a node in place of the oldest one of its set, and returns it. */
export function remember(mix: u64, node: usize): usize {
  const set = setOf(mix)
  v128.store(set, pushed(v128.load(set), checkOf(mix)))
  v128.store(set + NODES, pushed(v128.load(set + NODES), <i32>node))
  return node
}

function pushed(four: v128, first: i32): v128 {
  return v128.shuffle<i32>(four, i32x4.splat(first), 4, 0, 1, 2)
}

function setOf(mix: u64): usize {
  return cache + <usize>(mix >> 53) * SET_SIZE
}

function checkOf(mix: u64): i32 {
  return <i32>(mix >> 21)
}

/** Whether the node is of that path. */
function isPath(node: usize, path: usize, length: u32): bool {
  const known = changetype<Node>(node)
  return known.length === length && same(known.path, path, length)
}
