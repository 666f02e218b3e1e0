/** Bundles the scripts of page/ for the browser, each as one text. */

import { join } from 'node:path'
import { build } from 'vite'

const built = new Map<string, Promise<string>>()

export function pageScript(name: 'probes' | 'charts'): Promise<string> {
  let script = built.get(name)
  if (script === undefined) {
    script = bundle(join(import.meta.dirname, 'page', `${name}.ts`))
    built.set(name, script)
  }
  return script
}

async function bundle(path: string): Promise<string> {
  const result = await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    build: { write: false, rolldownOptions: { input: path, output: { format: 'iife' } } },
  })
  const [first] = Array.isArray(result) ? result : [result]
  if (!('output' in first)) throw new Error('Vite watches instead of building')
  return first.output[0].code
}
