/** Reads a branch to disk, to deploy it unchanged also from Windows and macOS, whose file systems differ from git's trees. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BranchPlace } from '../../../src/action/site/branch.ts'
import { type BranchFiles, readBranchFiles, tipOf } from '../../../src/action/site/branch-files.ts'
import { directoryWith } from '../../helpers/directory.ts'
import { GitServer } from '../../helpers/git-server.ts'
import { TOKEN } from '../../helpers/own-report.ts'

const BRANCH = 'gh-pages'
let server: GitServer
let files: BranchFiles | null = null

beforeEach(async () => {
  server = await GitServer.start(TOKEN)
  // like GitHub, which accepts names that NTFS reserves
  server.git('config', 'core.protectNTFS', 'false')
})
afterEach(() => {
  files?.remove()
  return server.stop()
})

const place = (more: Partial<BranchPlace> = {}): BranchPlace => ({
  remote: `${server.url}/stack/nova`,
  token: TOKEN,
  scratch: directoryWith(),
  branch: BRANCH,
  path: [],
  readOnly: false,
  signal: new AbortController().signal,
  ...more,
})

/** Name → content of each file. */
async function read(): Promise<Record<string, string>> {
  files = await readBranchFiles(place())
  return Object.fromEntries(
    files.files.map((file) => [file.name, 'path' in file ? readFileSync(file.path, 'utf8') : file.text]),
  )
}

it('files are not changed by .gitattributes such as eol=crlf and ident', async () => {
  const branch = { '.gitattributes': '* text eol=crlf ident\n', 'a.js': 'one\ntwo $Id$\n', 'b.js': 'one\r\n' }
  server.commit(BRANCH, branch)
  expect(await read()).toEqual(branch)
})

it('names that differ only in case, or are reserved, are kept, since files have other names on disk', async () => {
  const branch = {
    'A.html': 'large',
    'a.html': 'small',
    'c:/aux.txt': 'reserved',
    'ä/ö b.txt': 'beyond ASCII',
  }
  server.commit(BRANCH, branch)
  expect(await read()).toEqual(branch)
  const onDisk = (files?.files ?? []).map((file) => ('path' in file ? basename(file.path) : ''))
  expect(new Set(onDisk.map((name) => name.toLowerCase())).size).toBe(4)
  for (const name of onDisk) expect(name).toMatch(/^\.merge_file_\w+$/)
})

it('a name that git protects on NTFS is kept', async () => {
  server.commit(BRANCH, { 'a.html': 'a' })
  const tree = execFileSync('git', ['-C', server.repository, 'mktree'], {
    input: server.git('ls-tree', BRANCH).replace('a.html', 'git~1'),
    encoding: 'utf8',
  }).trim()
  const commit = server.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', tree, '-m', 'x')
  server.git('update-ref', `refs/heads/${BRANCH}`, commit)
  expect(await read()).toEqual({ 'git~1': 'a' })
})

it('links and submodules are left out and counted', async () => {
  server.commit(BRANCH, { 'a.html': 'a' })
  const [, , blob] = server.git('ls-tree', BRANCH).split(/\s/)
  const tree = execFileSync('git', ['-C', server.repository, 'mktree', '--missing'], {
    input: `100755 blob ${blob}\tb.sh\n120000 blob ${blob}\tlink\n160000 commit ${server.tip(BRANCH)}\tmodule\n`,
    encoding: 'utf8',
  }).trim()
  const commit = server.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', tree, '-m', 'x')
  server.git('update-ref', `refs/heads/${BRANCH}`, commit)
  expect(await read()).toEqual({ 'b.sh': 'a' })
  expect(files?.leftOut).toBe(2)
})

it('the current commit is null if it cannot be read, and nothing of the search stays on disk', async () => {
  server.commit(BRANCH, { 'a.html': 'a' })
  const scratch = directoryWith()
  expect(await tipOf(place({ scratch }))).toBe(server.tip(BRANCH))
  expect(await tipOf(place({ scratch, branch: 'none' }))).toBeNull()
  expect(await tipOf(place({ scratch, token: `${TOKEN}x` }))).toBeNull()
  expect(readdirSync(scratch)).toEqual([])
})
