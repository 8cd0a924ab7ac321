/** What `work` brings, or the failure where it takes longer than so many milliseconds. The work itself goes on. */
export async function within<Value>(
  ms: number,
  work: PromiseLike<Value>,
  late: () => Error,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
