/** `/api/device-keys`, as the lock asks for it. Undefined where there is no network, or the server says no. */
import type { ServerKeys } from '#sync/wire/device-keys.ts'
import { readOpenedKey, readServerKeys } from '#sync/wire/device-keys.ts'

export type DeviceKeysClient = {
  keys(): Promise<ServerKeys | undefined>
  /** The data key out of the box, in base64. */
  open(box: string): Promise<string | undefined>
}

export const deviceKeysClient = (fetchNow: typeof fetch): DeviceKeysClient => {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    try {
      const response = await fetchNow(path, {
        ...init,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
      })
      return response.ok ? await response.json() : undefined
    } catch {
      // No network, or a page of somebody else's: both mean that it has to wait.
      return undefined
    }
  }
  return {
    keys: async () => readServerKeys(await ask('/api/device-keys', { method: 'GET' })),
    open: async (box) =>
      readOpenedKey(
        await ask('/api/device-keys/open', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ box }),
        }),
      )?.key,
  }
}
