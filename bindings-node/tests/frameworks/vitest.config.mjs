export default { test: { include: ['sandbox.vitest.mjs'], testTimeout: 120_000, hookTimeout: 120_000 } }
