/**
 * One question to our own server: with its cookie, from no cache, led to no other place, and given up after a while. Rejects where
 * no answer comes in time, or `read` does; what is not our server's answer is for `read` to find out.
 */
export async function askServer<Answer>(
  fetchNow: typeof fetch,
  address: string,
  { limitMs, ...init }: RequestInit & { readonly limitMs: number },
  read: (response: Response) => Promise<Answer>,
): Promise<Answer> {
  const control = new AbortController()
  const timer = setTimeout(() => control.abort(), limitMs)
  try {
    const response = await fetchNow(address, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: control.signal,
    })
    return await read(response)
  } finally {
    clearTimeout(timer)
  }
}
