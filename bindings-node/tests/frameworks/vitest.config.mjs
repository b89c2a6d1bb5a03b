export default { test: { include: ['sandbox.vitest.mjs'] } }
