/** HTTP through the proxy that the environment names, as self-hosted runners may need it. */

type Env = Readonly<Record<string, string | undefined>>

/** Runners and other programs use either case; lower case takes precedence. */
const valueOf = (env: Env, name: string): string => env[name] || env[name.toUpperCase()] || ''

/**
 * `fetch` through the proxies of `http_proxy` and `https_proxy`, except for the hosts of `no_proxy`. Node's
 * own ignores all three unless its process was started with support for them.
 */
export async function openWeb(env: Env): Promise<typeof fetch> {
  const [httpProxy, httpsProxy] = ['http_proxy', 'https_proxy'].map((name) => withScheme(valueOf(env, name)))
  if (httpProxy === '' && httpsProxy === '') return fetch
  const { EnvHttpProxyAgent, fetch: fetchBy } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: valueOf(env, 'no_proxy') })
  // the types of Node's fetch and of undici's differ in name only
  return ((input: string, init: object) => fetchBy(input, { ...init, dispatcher })) as unknown as typeof fetch
}

/** `proxy.example:3128` means `http://`. */
const withScheme = (proxy: string): string =>
  proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`
