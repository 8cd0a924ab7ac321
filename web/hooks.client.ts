// Chromium 87 to 99 in the phones' browsers lack these; Kit loads this file before any other of ours.
import 'core-js/actual/array/at'
import 'core-js/actual/array/find-last-index'
import 'core-js/actual/array/to-reversed'
import 'core-js/actual/object/has-own'
