import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { upload } from '../../src/action/upload.ts'
import { Azurite } from '../helpers/azurite.ts'
import { directoryWith } from '../helpers/directory.ts'
import { ResultsService } from '../helpers/results-service.ts'
import { unzip } from '../helpers/unzip.ts'

it('both artifacts arrive in Azurite, a real blob store, byte for byte', async () => {
  const service = await ResultsService.start()
  const azurite = await Azurite.start()
  try {
    service.blobUrl = (name) => azurite.url(name)
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    for (const [name, value] of Object.entries(service.env)) vi.stubEnv(name, value)
    // @actions/artifact splits 20 MB into three blocks
    const page = Buffer.alloc(20_000_000, 'a page that is long ')
    const root = directoryWith({ 'unit.html': page, 'site/index.html': page, 'site/data/config.json': '{}' })
    const report = join(root, 'unit.html')
    const files = ['index.html', 'data/config.json'].map((file) => join(root, 'site', file))
    const options = {
      retentionDays: 0,
      compressionLevel: 0,
      scratch: root,
      confirm: () => undefined,
      signal: new AbortController().signal,
    }
    const result = await upload({
      name: 'unit',
      report,
      data: { root: join(root, 'site'), files },
      ...options,
    })
    expect(result.faults).toEqual([])

    const sent = await azurite.read('unit.html')
    expect(sent.type).toBe('text/html')
    expect(sent.content.equals(readFileSync(report))).toBe(true)
    const members = unzip((await azurite.read('unit-data')).content)
    expect([...members.keys()].toSorted()).toEqual(['data/config.json', 'index.html'])
    expect(members.get('index.html')?.equals(page)).toBe(true)
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
    await azurite.stop()
    await service.stop()
  }
})
