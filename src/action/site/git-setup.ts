/** The environment and the repositories in which git runs, written by hand. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The environment without variables that would redirect git, make it print what it sends (`GIT_TRACE_CURL`),
 * or that it does not need. The system's configuration still applies: it has proxies and certificates.
 */
export function gitEnv(env: NodeJS.ProcessEnv, remote: string, basic: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(?:GIT_(?!SSL_CA)|INPUT_|ACTIONS_|GITHUB_|GH_|SSH_ASKPASS)/i.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    ...PERSON,
    LC_ALL: 'C',
    GIT_DIR: '.',
    GIT_CONFIG_GLOBAL: '/dev/null', // works for git on Windows, too
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(remote).origin}/.extraheader`,
    GIT_CONFIG_VALUE_0: `Authorization: basic ${basic}`,
  }
}

/** Author and committer: the bot that a workflow's token acts as. */
const PERSON = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'github-actions[bot]'],
    [`GIT_${role}_EMAIL`, '41898282+github-actions[bot]@users.noreply.github.com'],
  ]),
)

/** Creates a bare repository, as `git init --bare` would. */
export function writeRepository(directory: string, config: string): void {
  for (const name of ['objects/info', 'refs']) mkdirSync(join(directory, name), { recursive: true })
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/none\n')
  writeFileSync(join(directory, 'config'), config)
}

export const config = (remote: string, version: number): string => `[core]
	repositoryformatversion = ${version}
	bare = true
	hooksPath = /dev/null
	# of Windows, where a path may else have 260 letters
	longPaths = true
	askPass =
[remote "origin"]
	url = ${JSON.stringify(remote)}
[credential]
	helper =
[protocol]
	allow = never
[protocol "https"]
	allow = always
[protocol "http"]
	allow = always
[http]
	lowSpeedLimit = 100
	lowSpeedTime = 60
[gc]
	auto = 0
[maintenance]
	auto = false
`

/** Configuration that makes a repository a partial clone. */
export const PARTIAL = `[extensions]
	partialClone = origin
[remote "origin"]
	promisor = true
	partialclonefilter = tree:0
[fetch]
	# a server told of the tip would take for granted that all below is here
	negotiationAlgorithm = noop
`

/** For a repository that writes no file under its own name: allows names that are invalid on Windows. */
export const ANY_NAME = `[core]
	protectNTFS = false
`

/** Attributes that keep files byte for byte: git on Windows converts line ends by default. */
export const AS_IT_IS = '* -text -ident -working-tree-encoding\n'
