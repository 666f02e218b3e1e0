import { expect, it } from 'vitest'
import { decode } from '../helpers/decoded.ts'
import { packet } from '../helpers/v2-writer.ts'

const ID = 'id-1fc6bdc8-0b6d-4cc7-9f30-9b04fabe5b90'

it.each([
  ['a.b.test_x', 'a.b.test_x'],
  [`a.test_x[${ID},smoke]`, 'a.test_x'],
  [`a.test_x[${ID.toUpperCase().replace('ID', 'id')}]`, 'a.test_x'],
  ['a.test_x[gate]', 'a.test_x'],
  ['a.test_x[slow,smoke,net-work]', 'a.test_x'],
  [`t.py::test_x[${ID}]`, `t.py::test_x[${ID}]`],
  ['a.test_x[1-a]', 'a.test_x[1-a]'],
  ['a.test_x[smoke,a b]', 'a.test_x[smoke,a b]'],
  ['a.test_x[smoke,]', 'a.test_x[smoke,]'],
  ['[smoke]', '[smoke]'],
  ['a[x][smoke]', 'a[x]'],
  ['setUpClass (a.b.C)', 'a.b.C.setUpClass'],
  ['tearDownModule (a.é)', 'a.é.tearDownModule'],
  ['setUpClass (a.1b)', 'setUpClass (a.1b)'],
  ['setUpClass (a.b) ', 'setUpClass (a.b) '],
])('the id %s has the name %s', (id, name) => {
  const { raw } = decode('v2', [packet({ id, status: 'success' })])
  expect(raw[0].name).toBe(name)
  expect(raw[0].id).toBe(id === name ? undefined : id)
})
