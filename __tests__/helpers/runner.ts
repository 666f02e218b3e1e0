/** Runs the action as a runner does: inputs and context in the environment, files for its output. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { EOL, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { refuseStale } from '../../scripts/built-from.ts'
import { COMPILE_CACHE } from './command.ts'
import { hurryModule } from './hurry.ts'
import { type Command, readPrinted } from './runner-commands.ts'

const ROOT = join(import.meta.dirname, '../..')

/** STACKVIZ_DIST selects another build than the committed one, whatever that is of. */
if (process.env.STACKVIZ_DIST === undefined) refuseStale('action')
const BUILT = join(process.env.STACKVIZ_DIST ?? join(ROOT, 'dist'), 'action/index.js')

export interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default: string }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
}

export const readActionFile = (): ActionFile =>
  parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as ActionFile

/** Values of the expressions in action.yml. */
export interface Contexts {
  readonly token?: string
  readonly job?: string
  readonly matrix?: unknown
  readonly checkRunId?: string
}

export interface StepOptions {
  readonly inputs?: Readonly<Record<string, string>>
  readonly contexts?: Contexts
  readonly env?: Readonly<Record<string, string>>
  readonly payload?: unknown
  /** Outside a job: only the system's environment and `env`. */
  readonly local?: boolean
  /** Timers run 200 times as fast, or as many times as given. */
  readonly hurry?: boolean | number
  /** Called once the process has started. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

export interface StepRun {
  readonly status: number | null
  readonly printed: string
  readonly commands: readonly Command[]
  /** The log without the commands. */
  readonly lines: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** One job: a workspace and a temporary directory shared by its steps. */
export class Job {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'stackviz-job-')))
  readonly workspace = join(this.root, 'work')
  readonly temp = join(this.root, 'temp')
  private steps = 0

  constructor() {
    mkdirSync(this.workspace)
    mkdirSync(this.temp)
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  async step(options: StepOptions = {}): Promise<StepRun> {
    const files = this.commandFiles()
    writeFileSync(files.GITHUB_EVENT_PATH, JSON.stringify(options.payload ?? {}))
    // without a stand-in for GitHub's API, keep the action from calling the real one
    const quiet = options.env?.GITHUB_API_URL === undefined ? { status: 'false' } : {}
    const inputs = { ...quiet, ...options.inputs }
    const ofJob = options.local ? {} : { ...this.env(), ...inputsEnv({ ...options, inputs }), ...files }
    const env = { ...systemEnv(), ...COMPILE_CACHE, ...ofJob, ...options.env }
    const { status, printed } = await execute(this.workspace, env, options)
    const { commands, lines } = readPrinted(printed)
    const outputs = readKeyValues(readFileSync(files.GITHUB_OUTPUT, 'utf8'))
    return {
      status,
      printed,
      commands,
      lines,
      outputs,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    }
  }

  private commandFiles() {
    this.steps += 1
    const file = (name: string): string => {
      const path = join(this.root, `${name}-${this.steps}`)
      writeFileSync(path, '')
      return path
    }
    return {
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_STATE: file('state'),
      GITHUB_ENV: file('env'),
      GITHUB_PATH: file('path'),
      GITHUB_EVENT_PATH: file('event.json'),
    }
  }

  private env() {
    return {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.workspace,
      RUNNER_TEMP: this.temp,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'stack/nova',
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKFLOW: 'unit tests',
      GITHUB_JOB: 'unit',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: '83ef4b1083ef4b1083ef4b1083ef4b1083ef4b10',
    }
  }
}

/** Inputs as a runner passes them, with the defaults of action.yml. */
export function inputsEnv({
  inputs = {},
  contexts = {},
}: Pick<StepOptions, 'inputs' | 'contexts'>): Record<string, string> {
  const declared = readActionFile().inputs
  const unknown = Object.keys(inputs).filter((name) => !(name in declared))
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`)
  const entries = Object.entries(declared).map(([name, input]) => {
    const value = inputs[name] ?? evaluate(input.default, contexts)
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]
  })
  return Object.fromEntries(entries)
}

/** Evaluates the few expressions in action.yml. */
function evaluate(
  text: string,
  { token = 'ghs_token', job = 'unit', matrix = null, checkRunId = '77' }: Contexts,
): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    if (expression === 'github.token') return token
    if (expression === 'github.job') return job
    if (expression === 'job.check_run_id') return checkRunId
    if (expression === 'toJSON(matrix)') return JSON.stringify(matrix, null, 2)
    throw new Error(`the runner's stand-in does not know the expression ${expression}`)
  })
}

const systemEnv = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'SystemRoot', 'TEMP', 'TMPDIR'].flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

function execute(
  cwd: string,
  env: Record<string, string>,
  { hurry, onStart }: StepOptions,
): Promise<{ status: number | null; printed: string }> {
  return new Promise((resolve, reject) => {
    const preload = hurry ? ['--import', hurryModule(hurry === true ? undefined : hurry)] : []
    const child = spawn(process.execPath, [...preload, BUILT], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text
      })
    }
    child
      .on('error', reject)
      .on('close', (status) => resolve({ status, printed: printed.replaceAll(EOL, '\n') }))
    onStart?.((signal) => child.kill(signal))
  })
}

/** Parses `name<<delimiter`, lines, delimiter; or `name=value`. */
function readKeyValues(text: string): Record<string, string> {
  const values: [string, string][] = []
  const lines = text.split(/\r?\n/)
  for (let i = 0; i < lines.length; i++) {
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(lines[i]) ?? []
    if (name !== undefined) {
      const end = lines.indexOf(delimiter, i + 1)
      values.push([name, lines.slice(i + 1, end).join('\n')])
      i = end
    } else if (lines[i].includes('='))
      values.push([lines[i].split('=', 1)[0], lines[i].replace(/^[^=]*=/, '')])
  }
  return Object.fromEntries(values)
}
