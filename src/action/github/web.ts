/** The web, by the proxy that the environment names, as self-hosted runners may need it. */

type Env = Readonly<Record<string, string | undefined>>

/** Of either case, as the runner sets them and other programs read them: the small one counts first. */
const valueOf = (env: Env, name: string): string => env[name] || env[name.toUpperCase()] || ''

/**
 * `fetch`, by the proxies of `http_proxy` and `https_proxy` but for the hosts of `no_proxy`. Node's own looks at
 * none of them unless its process was started so.
 */
export async function openWeb(env: Env): Promise<typeof fetch> {
  const [httpProxy, httpsProxy] = ['http_proxy', 'https_proxy'].map((name) => withScheme(valueOf(env, name)))
  if (httpProxy === '' && httpsProxy === '') return fetch
  const { EnvHttpProxyAgent, fetch: fetchBy } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: valueOf(env, 'no_proxy') })
  // the types of Node's own and of the package differ in name alone
  return ((input: string, init: object) => fetchBy(input, { ...init, dispatcher })) as unknown as typeof fetch
}

/** `proxy.example:3128` is http. */
const withScheme = (proxy: string): string =>
  proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`
