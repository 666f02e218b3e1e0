/**
 * Updates README.md's tables of inputs and outputs from action.yml.
 *
 *     node scripts/update-readme.ts [--check]     --check: only check that they are up to date
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '..')
const README = join(ROOT, 'README.md')

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

const before = readFileSync(README, 'utf8').replaceAll('\r\n', '\n')
const after = withTables(before, parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as ActionFile)
if (!process.argv.includes('--check')) writeFileSync(README, after)
else if (before !== after) {
  console.error('README.md does not have the inputs and outputs of action.yml; run npm run update-readme')
  process.exit(1)
}

function withTables(readme: string, { inputs, outputs }: ActionFile): string {
  // hides inputs that only serve as defaults of others, which nobody should set
  const shown = Object.entries(inputs).filter(([, input]) => !input.description.endsWith('Do not set it.'))
  const inputRows = shown.map(([name, input]) => [
    `\`${name}\``,
    defaultCell(input.default),
    cell(input.description),
  ])
  const outputRows = Object.entries(outputs).map(([name, output]) => [
    `\`${name}\``,
    cell(output.description),
  ])
  const filled = between(readme, 'inputs', table(['Input', 'Default', 'Meaning'], inputRows))
  return between(filled, 'outputs', table(['Output', 'Meaning'], outputRows))
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
function between(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [text.indexOf(open), text.indexOf(close)]
  if (start < 0 || end < start)
    throw new Error(`README.md has no place for them between ${open} and ${close}`)
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function defaultCell(value: string): string {
  const lines = value.split('\n').filter((line) => line !== '')
  return lines.map((line) => `\`${cell(line)}\``).join('<br>')
}

function cell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|')
}
