#!/usr/bin/env node
'use strict'

const { spawn } = require('node:child_process')
const { program } = require('./index.js')

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' })
// The terminal sends its signals to both; what is sent to this process alone is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`softknack-sandbox: ${error.message}`)
  process.exitCode = 1
})
child.on('exit', (status, signal) => {
  process.exitCode = status ?? (signal === null ? 1 : 0)
})
