/** `branchbook`: what an administrator asks of a data folder at the command line. */
import { wallClock } from '../clock.ts'
import { dataFolderIn } from '../settings.ts'
import { runCommand } from './command-line.ts'

// Backups and restored folders are their owner's alone, as the data folder is.
process.umask(0o077)
process.exitCode = await runCommand(process.argv.slice(2), {
  dataFolder: dataFolderIn(process.env),
  now: wallClock,
  say: (line) => process.stdout.write(`${line}\n`),
  sayAside: (line) => process.stderr.write(`${line}\n`),
})
