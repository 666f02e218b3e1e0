import { unlessAborted } from './unless-aborted.ts'

/** Resolves after the time, or rejects with the signal's reason when that aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await unlessAborted(signal, over).finally(() => clearTimeout(timer))
}
