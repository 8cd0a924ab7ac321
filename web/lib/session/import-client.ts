/**
 * Importing, as the screen asks for it: `/api/import`. Sending a file tells how far it is, which `fetch` cannot, so that
 * part is handed in. Applying a plan again changes nothing more: the server remembers what it did.
 */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { ImportKind, ImportPlan, ImportProgress, ImportResult } from '#sync/wire/import.ts'
import type { ApiFailure } from '#sync/wire/session.ts'

export type ImportFailure =
  | ApiFailure
  /** `unreachable`: it did not leave. `unanswered`: it left, and what became of it is not known. */
  | { readonly error: 'unreachable' | 'unanswered' | 'stopped'; readonly names?: undefined }

export type Upload = (request: {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Blob
  /** How much has left, 0 to 1. */
  readonly onsent: (share: number) => void
  readonly signal: AbortSignal
}) => Promise<{ readonly status: number; readonly text: string }>

export type ImportClient = {
  /** A dry run: nothing is written. */
  plan(
    kind: ImportKind,
    file: File,
    onsent: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Result<ImportPlan, ImportFailure>>
  /** `onprogress` hears every second how far it is. */
  apply(
    planId: string,
    onprogress: (progress: ImportProgress) => void,
  ): Promise<Result<ImportResult, ImportFailure>>
  /** The rows that cannot be imported, as .xlsx with the reasons. */
  refusedRows(planId: string): Promise<Result<Blob, ImportFailure>>
}

export function importClient(parts: { fetch: typeof fetch; upload: Upload }): ImportClient {
  const ask = (planId: string, what: string, method: string) =>
    parts.fetch(`/api/import/plans/${encodeURIComponent(planId)}/${what}`, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    })
  return {
    async plan(kind, file, onsent, signal) {
      try {
        const { status, text } = await parts.upload({
          path: `/api/import/${kind}`,
          headers: { 'x-file-name': encodeURIComponent(file.name) },
          body: file,
          onsent,
          signal,
        })
        return answerOf<ImportPlan>(status, text)
      } catch {
        return fail({ error: signal.aborted ? 'stopped' : 'unreachable' })
      }
    },
    async apply(planId, onprogress) {
      const asking = setInterval(
        () => void tellProgress(() => ask(planId, 'progress', 'GET'), onprogress),
        1_000,
      )
      try {
        const response = await ask(planId, 'apply', 'POST')
        return answerOf<ImportResult>(response.status, await response.text())
      } catch {
        return fail({ error: 'unanswered' })
      } finally {
        clearInterval(asking)
      }
    },
    async refusedRows(planId) {
      try {
        const response = await ask(planId, 'refused.xlsx', 'GET')
        if (response.ok) return succeed(await response.blob())
        return answerOf<Blob>(response.status, await response.text())
      } catch {
        return fail({ error: 'unreachable' })
      }
    },
  }
}

async function tellProgress(
  ask: () => Promise<Response>,
  tell: (progress: ImportProgress) => void,
): Promise<void> {
  try {
    const response = await ask()
    const progress = answerOf<ImportProgress>(response.status, await response.text())
    if (progress.ok) tell(progress.value)
  } catch {
    // Out of reach for a moment: the answer to applying itself says what came of it.
  }
}

/** What our server answered. A captive portal's page is not an answer of ours. */
function answerOf<Value>(status: number, text: string): Result<Value, ImportFailure> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return fail({ error: 'unreachable' })
  }
  if (typeof content !== 'object' || content === null) return fail({ error: 'unreachable' })
  // Only our own server can answer a signed-in request; its shapes are those of sync/wire.
  if (status >= 200 && status < 300) return succeed(content as Value)
  return fail('error' in content ? (content as ApiFailure) : { error: 'unreachable' })
}

/** Sends with the one browser interface that tells how much has left. */
export const browserUpload: Upload = ({ path, headers, body, onsent, signal }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) onsent(loaded / total)
    }
    request.onload = () => resolve({ status: request.status, text: request.responseText })
    request.onerror = () => reject(new Error('not sent'))
    request.onabort = () => reject(new Error('stopped'))
    signal.addEventListener('abort', () => request.abort())
    request.send(body)
  })
