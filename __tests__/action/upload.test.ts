import { createHash } from 'node:crypto'
import { readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Artifact,
  type ArtifactService,
  PATIENCE,
  type Patience,
  sendArtifact,
} from '../../src/action/send-artifact.ts'
import { type UploadRequest, type UploadResult, upload, uploadObstacle } from '../../src/action/upload.ts'
import { directoryWith } from '../helpers/directory.ts'
import { hurry } from '../helpers/hurry.ts'
import { type Failure, type Method, ResultsService } from '../helpers/results-service.ts'
import { unzip } from '../helpers/unzip.ts'

let service: ResultsService
let root: string
let request: UploadRequest

let unhurry: () => void

beforeEach(async () => {
  service = await ResultsService.start()
  const env = {
    ...service.env,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'a/b',
    GITHUB_RUN_ID: '7',
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  unhurry = hurry()
  root = directoryWith({
    'unit.html': '<!doctype html>report',
    'site/index.html': '<!doctype html>site',
    'site/data/config.json': '{}',
    'site/data/raw.json': '[1]'.repeat(1000),
  })
  const files = ['index.html', 'data/config.json', 'data/raw.json'].map((file) => join(root, 'site', file))
  request = {
    name: 'unit',
    report: join(root, 'unit.html'),
    data: { root: join(root, 'site'), files },
    retentionDays: 0,
    compressionLevel: 6,
    scratch: root,
    confirm: () => undefined,
    signal: new AbortController().signal,
  }
})

afterEach(async () => {
  unhurry()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await service.stop()
})

/** Never runs out of time, although the clock is fast, unless `patience` says so. */
function send(more: Partial<UploadRequest> = {}, patience: Partial<Patience> = {}): Promise<UploadResult> {
  return upload({ ...request, ...more }, process.env, {
    ...PATIENCE,
    wait: 20_000_000,
    listWait: 20_000_000,
    ...patience,
  })
}

const arrived = (): string[] => service.arrived.map(({ name }) => name)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('the artifacts', () => {
  it('are the unzipped report and a zip of the site, byte for byte', async () => {
    const result = await send()
    const [report, data] = service.arrived
    expect(arrived()).toEqual(['unit.html', 'unit-data'])
    expect(report.content).toEqual(readFileSync(join(root, 'unit.html')))
    expect([report.mimeType, report.contentType]).toEqual(['text/html', 'text/html'])
    const members = unzip(data.content)
    expect([...members.keys()].toSorted()).toEqual(['data/config.json', 'data/raw.json', 'index.html'])
    for (const [name, content] of members) expect(content).toEqual(readFileSync(join(root, 'site', name)))
    const address = (id: string): string => `https://github.com/a/b/actions/runs/7/artifacts/${id}`
    expect(result).toEqual({
      report: {
        name: 'unit.html',
        number: 1,
        place: 1,
        id: Number(report.id),
        digest: sha256(report.content),
        url: address(report.id),
      },
      data: {
        name: 'unit-data',
        number: 1,
        place: 1,
        id: Number(data.id),
        digest: sha256(data.content),
        url: address(data.id),
      },
      faults: [],
    })
  })

  it('do not include the report if it was not requested', async () => {
    expect((await send({ report: null })).report).toBeNull()
    expect(arrived()).toEqual(['unit-data'])
  })

  it('expire after retention-days, but no later than the repository allows', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const days = (stored: { expiresAt: string | undefined }): number =>
      Math.round((Date.parse(stored.expiresAt ?? '') - Date.now()) / 86_400_000)
    await send({ retentionDays: 5 })
    vi.stubEnv('GITHUB_RETENTION_DAYS', '3')
    await send({ retentionDays: 5 })
    expect(service.arrived.map(days)).toEqual([5, 5, 3, 3])
    // @actions/artifact warns of days that the repository does not allow
    const printed = write.mock.calls.map(([text]) => String(text))
    expect(printed.filter((text) => text.startsWith('::warning'))).toEqual([])
  })

  it('are not uploaded if a file of theirs has become a link', async () => {
    const [, config] = request.data?.files ?? []
    rmSync(config)
    symlinkSync('/etc/hostname', config)
    const result = await send()
    expect(arrived()).toEqual(['unit.html'])
    expect(result.faults).toEqual([
      expect.stringContaining(`the data was not uploaded: ${config} is not a file any more`),
    ])
  })
})

describe('a taken artifact name', () => {
  it('gets a number, the same for report and data', async () => {
    service.add('unit.html')
    service.add('unit-2-data')
    const { report, data } = await send()
    expect([report?.name, data?.name]).toEqual(['unit-3.html', 'unit-3-data'])
    expect(service.artifacts.get('unit-3.html')?.content).toEqual(readFileSync(join(root, 'unit.html')))
  })

  it('is detected on creation if the list does not show it', async () => {
    service.add('unit.html').final = null
    service.add('unit-2.html').final = null
    const { report, data, faults } = await send()
    expect([report?.name, data?.name, faults]).toEqual(['unit-3.html', 'unit-3-data', []])
    expect(report?.place).toBe(3)
  })

  it('by another job counts, one that a fault has used up does not', async () => {
    service.add('unit.html').final = null
    service.fail('block', 403, 1)
    const { report } = await send()
    expect([report?.name, report?.place]).toEqual(['unit-3.html', 2])
  })

  it('is detected on creation if listing fails', async () => {
    service.add('unit-data')
    service.fail('ListArtifacts', 'drop')
    const { report, data } = await send()
    expect([report?.name, data?.name]).toEqual(['unit.html', 'unit-2-data'])
  })

  it('is never shared: ten jobs at once create ten pairs of artifacts', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => send()))
    expect(new Set(arrived()).size).toBe(20)
    for (const { report, data } of results) {
      expect(data?.name).toBe(report?.name.replace('.html', '-data'))
    }
  })
})

describe('a single fault', () => {
  const passing: [Method, Failure, string[]][] = [
    ['CreateArtifact', 'drop', ['unit.html', 'unit-data']],
    // the request arrived and only the answer was lost, so the name is taken
    ['CreateArtifact', 'lost', ['unit-2.html', 'unit-2-data']],
    ['CreateArtifact', 429, ['unit.html', 'unit-data']],
    ['CreateArtifact', 500, ['unit.html', 'unit-data']],
    ['CreateArtifact', 503, ['unit.html', 'unit-data']],
    ['CreateArtifact', 'not JSON', ['unit.html', 'unit-data']],
    ['block', 'drop', ['unit.html', 'unit-data']],
    ['block', 403, ['unit-2.html', 'unit-2-data']],
    ['block', 409, ['unit-2.html', 'unit-2-data']],
    ['block', 429, ['unit-2.html', 'unit-2-data']],
    ['block', 500, ['unit.html', 'unit-data']],
    ['block', 503, ['unit.html', 'unit-data']],
    ['blocklist', 'drop', ['unit.html', 'unit-data']],
    ['blocklist', 403, ['unit-2.html', 'unit-2-data']],
    ['blocklist', 503, ['unit.html', 'unit-data']],
    ['FinalizeArtifact', 'drop', ['unit-2.html', 'unit-2-data']],
    ['FinalizeArtifact', 'lost', ['unit.html', 'unit-data']],
    ['FinalizeArtifact', 503, ['unit.html', 'unit-data']],
    ['ListArtifacts', 'drop', ['unit.html', 'unit-data']],
    ['ListArtifacts', 403, ['unit.html', 'unit-data']],
  ]

  it.each(passing)(
    'of %s with %s is retried, and each artifact is uploaded once',
    async (method, failure, names) => {
      service.fail(method, failure, 1)
      const { report, data, faults } = await send()
      expect(faults).toEqual([])
      expect([report?.name, data?.name]).toEqual(names)
      // a name that only we have used up is no other job's
      expect(report?.place).toBe(1)
      expect(arrived()).toEqual(names)
      expect(report?.digest).toBe(sha256(readFileSync(join(root, 'unit.html'))))
    },
  )
})

describe('a permanent fault', () => {
  const lasting: [Method, Failure, RegExp][] = [
    ['CreateArtifact', 403, /403.*its token for artifacts may have expired/],
    ['CreateArtifact', 'quota', /quota.*delete artifacts that are not needed.*retention-days/],
    ['CreateArtifact', 429, /429.*later.*githubstatus/],
    ['CreateArtifact', 500, /500.*later.*githubstatus/],
    ['CreateArtifact', 503, /503.*later.*githubstatus/],
    ['CreateArtifact', 'not JSON', /later.*githubstatus/],
    ['CreateArtifact', 'drop', /ECONNRESET|socket.*self-hosted runner must reach/],
    ['CreateArtifact', 409, /409.*a name of its own/],
    ['block', 403, /told to fail \(403\): .*self-hosted runner must reach/],
    ['block', 407, /: no reason was given \(407\): .*self-hosted runner must reach/],
    ['block', 'page', /: a web page was the answer \(403\): .*self-hosted runner must reach/],
    ['block', 409, /later.*githubstatus/],
    ['block', 429, /later.*githubstatus/],
    ['block', 500, /later.*githubstatus/],
    ['block', 'drop', /self-hosted runner must reach/],
    ['FinalizeArtifact', 403, /403.*run the job again/],
    ['FinalizeArtifact', 500, /500.*later.*githubstatus/],
    ['FinalizeArtifact', 'drop', /self-hosted runner must reach/],
  ]

  it.each(lasting)(
    'of %s with %s is reported once for each artifact, with a remedy',
    async (method, failure, words) => {
      service.fail(method, failure)
      const { report, data, faults } = await send()
      expect([report, data]).toEqual([null, null])
      expect(arrived()).toEqual([])
      expect(faults).toEqual([expect.stringMatching(words), expect.stringMatching(words)])
      expect(faults.map((fault) => fault.slice(0, 10))).toEqual(['the report', 'the data w'])
    },
  )

  it('of the report does not prevent the upload of the data', async () => {
    service.fail('CreateArtifact', 403, 1)
    const { report, data, faults } = await send()
    expect([report, data?.name, faults.length]).toEqual([null, 'unit-data', 1])
  })

  it.each<Method>(['CreateArtifact', 'FinalizeArtifact', 'block', 'blocklist'])(
    'of %s that never answers ends with the time limit',
    async (method) => {
      service.fail(method, 'hang')
      const { faults } = await send({}, { wait: 60_000 })
      expect(faults[1]).toMatch(/^the data was not uploaded: not finished after \d+ seconds: .*githubstatus/)
    },
  )

  it('of ListArtifacts that never answers leaves time for the uploads', async () => {
    service.fail('ListArtifacts', 'hang')
    const { report, data, faults } = await send({}, { listWait: 40_000 })
    expect(faults).toEqual([])
    expect([report?.name, data?.name]).toEqual(['unit.html', 'unit-data'])
  })

  it('is not retried when time is up', async () => {
    service.fail('CreateArtifact', 'hang')
    await send({ data: null }, { wait: 20_000 })
    await service.stop() // drops the hanging connection
    await new Promise((resolve) => setTimeout(resolve, 20_000))
    expect(service.count('CreateArtifact')).toBe(1)
    service = await ResultsService.start()
  })
})

it('an uncaught error during an upload ends the upload, not the process', async () => {
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  try {
    const artifact: Artifact = {
      size: 0,
      nameOf: (number) => `${number}`,
      send: () =>
        new Promise(() => {
          setImmediate(() => {
            throw new Error('ENOENT: the file is gone')
          })
        }),
    }
    const none: ArtifactService = {
      listArtifacts: () => Promise.reject(),
      uploadArtifact: () => Promise.reject(),
    }
    const signal = new AbortController().signal
    const sending = {
      service: none,
      patience: PATIENCE,
      taken: new Set<string>(),
      signal,
      onRetry: () => undefined,
    }
    await expect(sendArtifact(artifact, 1, sending)).rejects.toThrow(
      'ENOENT: the file is gone: run the job again',
    )
    expect(process.listeners('uncaughtException')).toEqual([])
  } finally {
    for (const listener of others) process.on('uncaughtException', listener)
  }
})

it('a cancelled job stops a hanging upload', async () => {
  const cancelled = new AbortController()
  service.fail('block', 'hang')
  const result = send({ signal: cancelled.signal })
  await vi.waitUntil(() => service.count('block') > 0)
  cancelled.abort(new Error('the job was cancelled (SIGINT)'))
  expect((await result).faults[0]).toBe(
    'the report was not uploaded: the job was cancelled (SIGINT): run the job again',
  )
})

describe('nothing is uploaded', () => {
  const env = {
    GITHUB_SERVER_URL: 'https://github.com',
    ACTIONS_RUNTIME_TOKEN: 'x',
    ACTIONS_RESULTS_URL: 'https://x',
  }

  it('without the runner’s variables', () => {
    expect(uploadObstacle(env)).toBeNull()
    expect(uploadObstacle({ ...env, ACTIONS_RUNTIME_TOKEN: '' })).toMatch(/ACTIONS_RUNTIME_TOKEN/)
    expect(uploadObstacle({})).toMatch(/ACTIONS_RUNTIME_TOKEN/)
  })

  it('on GitHub Enterprise Server, where the message suggests `upload: none`', () => {
    expect(uploadObstacle({ ...env, GITHUB_SERVER_URL: 'https://git.corp.example' })).toMatch(
      /Enterprise Server \(git\.corp\.example\).*set upload to none/,
    )
    expect(uploadObstacle({ ...env, GITHUB_SERVER_URL: 'https://corp.ghe.com' })).toBeNull()
  })

  it('with an invalid token, which is a fault for each artifact instead of an exception', async () => {
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'nonsense')
    expect((await send()).faults).toHaveLength(2)
  })
})
