/**
 * Small facts that must be there before the database is open: who uses this phone, its name, its clock's error. Where
 * the browser forbids localStorage they last as long as the page.
 */
export type Notes = {
  read(name: string): string | undefined
  write(name: string, value: string | undefined): void
  /** Everything whose name begins so. */
  dropAll(beginning: string): void
}

/** Begins the names of notes that whoever uses the device next must not find: they go when a person leaves it. */
export const ofOnePerson = 'of-one-person '

export function localNotes(storage: Storage | undefined): Notes {
  const memory = new Map<string, string>()
  const key = (name: string) => `branchbook.${name}`
  return {
    read(name) {
      return memory.get(name) ?? storage?.getItem(key(name)) ?? undefined
    },
    write(name, value) {
      memory.delete(name)
      try {
        if (value === undefined) storage?.removeItem(key(name))
        else if (storage) storage.setItem(key(name), value)
        else memory.set(name, value)
      } catch {
        // A full disk: the page remembers, the next start asks again.
        if (value !== undefined) memory.set(name, value)
      }
    },
    dropAll(beginning) {
      for (const name of [...memory.keys()]) if (name.startsWith(beginning)) memory.delete(name)
      const kept = Array.from(
        { length: storage?.length ?? 0 },
        (_none, at) => storage?.key(at) ?? '',
      )
      for (const each of kept) if (each.startsWith(key(beginning))) storage?.removeItem(each)
    },
  }
}

/** Reading `window.localStorage` itself throws where cookies are blocked. */
export function browserStorage(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
