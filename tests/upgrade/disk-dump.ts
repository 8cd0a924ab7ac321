/** A whole IndexedDB as plain JSON and back: every database with its stores, keys, indexes and contents, whoever made them. */

export type DiskDump = readonly {
  readonly name: string
  readonly version: number
  readonly stores: readonly StoreDump[]
}[]

type StoreDump = {
  readonly name: string
  readonly keyPath: string | string[] | null
  readonly autoIncrement: boolean
  readonly indexes: readonly {
    readonly name: string
    readonly keyPath: string | string[]
    readonly unique: boolean
    readonly multiEntry: boolean
  }[]
  readonly contents: readonly { readonly key: IDBValidKey; readonly value: unknown }[]
}

export async function dumpDisk(disk: IDBFactory): Promise<DiskDump> {
  const databases = await disk.databases()
  return Promise.all(
    databases
      .map(({ name = '', version = 0 }) => ({ name, version }))
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map(async ({ name, version }) => {
        const database = await answerOf(disk.open(name))
        const names = [...database.objectStoreNames]
        const stores = await Promise.all(names.map((store) => dumpStore(database, store)))
        database.close()
        return { name, version, stores }
      }),
  )
}

async function dumpStore(database: IDBDatabase, name: string): Promise<StoreDump> {
  const store = database.transaction(name).objectStore(name)
  const [keys, values] = await Promise.all([
    answerOf(store.getAllKeys()),
    answerOf<unknown[]>(store.getAll()),
  ])
  return {
    name,
    keyPath: store.keyPath,
    autoIncrement: store.autoIncrement,
    indexes: [...store.indexNames].map((each) => {
      const { name: index, keyPath, unique, multiEntry } = store.index(each)
      return { name: index, keyPath, unique, multiEntry }
    }),
    contents: keys.map((key, at) => ({ key, value: values[at] })),
  }
}

/** Into an empty disk. */
export async function restoreDisk(disk: IDBFactory, dump: DiskDump): Promise<void> {
  for (const { name, version, stores } of dump) {
    const opening = disk.open(name, version)
    opening.onupgradeneeded = () => stores.forEach((store) => restoreStore(opening.result, store))
    const database = await answerOf(opening)
    database.close()
  }
}

function restoreStore(
  database: IDBDatabase,
  { name, keyPath, autoIncrement, indexes, contents }: StoreDump,
): void {
  const store = database.createObjectStore(name, { keyPath, autoIncrement })
  for (const index of indexes) store.createIndex(index.name, index.keyPath, index)
  for (const { key, value } of contents) {
    if (keyPath === null) store.put(value, key)
    else store.put(value)
  }
}

const answerOf = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no reason'))
  })
