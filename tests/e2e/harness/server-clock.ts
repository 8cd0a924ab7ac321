/**
 * Loaded into the server under test before anything of its own (`node --import`): its wall clock is the machine's plus
 * what the story says, so that three weeks pass for the server too. Timers keep running as they do.
 */
import { shiftClock } from './shift-clock.ts'

let move = 0
shiftClock({ aheadMs: 0, move })

process.on('message', (message) => {
  if (typeof message !== 'object' || message === null || !('aheadMs' in message)) return
  move += 1
  shiftClock({ aheadMs: Number(message.aheadMs), move })
  process.send?.(message)
})
// Listening must not keep a server alive that has been asked to stop.
process.channel?.unref()
// A story that ends takes its server along, however it ends.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
