import type { FileHandle } from 'node:fs/promises'

/** Fills `into` with the file's bytes from `position` on: a single read may return fewer than it was asked for. */
export async function readWhole(file: FileHandle, into: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < into.length; ) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled)
    if (bytesRead === 0) throw new Error('a file of the export became shorter while it was read')
    filled += bytesRead
  }
}
