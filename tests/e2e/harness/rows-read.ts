/** Runs in the page before the app: counts the records that it takes from the disk. */
export function countRowsRead(): void {
  const counted = { rows: 0 }
  Object.assign(window, { rowsRead: counted })
  for (const kind of [IDBIndex, IDBObjectStore]) {
    const { getAll, openCursor } = kind.prototype
    kind.prototype.getAll = function (...asked) {
      const request = getAll.apply(this, asked)
      request.addEventListener('success', () => (counted.rows += request.result.length))
      return request
    }
    kind.prototype.openCursor = function (...asked) {
      const request = openCursor.apply(this, asked)
      request.addEventListener('success', () => (counted.rows += request.result ? 1 : 0))
      return request
    }
  }
}
