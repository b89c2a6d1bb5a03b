export * from './frameworks.js'
