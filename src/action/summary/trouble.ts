import { code } from './markdown.ts'
import { whole } from './whole.ts'

/** Most bytes of messages. */
const MOST = 64 * 1024

/** For a step that made no report. */
export const renderTrouble = (name: string, messages: readonly string[]): string =>
  `### ⚠️ ${code(name)}: no report\n\n${list(messages)}\n`

/** For what could not be published to GitHub; put below the summary. */
export const renderUnpublished = (faults: readonly string[]): string =>
  `#### Not published\n\n${list(faults)}\n`

const list = (messages: readonly string[]): string =>
  whole(
    messages.map((message) => `- ${code(message, 1000)}`),
    MOST,
  ).text
