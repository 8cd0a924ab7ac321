import { MemoryDeviceStore } from './memory-store.ts'
import { deviceStoreContract } from './store-contract.ts'

deviceStoreContract('memory', () => {
  const store = new MemoryDeviceStore()
  return Promise.resolve({ store, reopen: () => Promise.resolve(store) })
})
