import { describe, expect, it } from 'vitest'
import { checkedName, connectionNamed, nameFrom } from '#core/app/names.ts'
import { connectionFor } from './connection-for.ts'

describe('the name of a connection', () => {
  it.each([
    ['https://mcp.linear.app/mcp', 'linear'],
    ['https://mcp.example.com/mcp', 'example'],
    ['https://example.com/mcp', 'example'],
    ['http://localhost:3000/mcp', 'localhost-3000'],
    ['http://127.0.0.1:8080/', '127.0.0.1-8080'],
    ['http://wiki/mcp', 'wiki'],
    ['https://mcp.com/', 'mcp'],
  ])('made from %s is %s', (url, name) => {
    expect(nameFrom(url, [])).toBe(name)
  })

  it('is counted up when it is taken, whatever the case', () => {
    expect(nameFrom('https://mcp.linear.app/mcp', ['Linear', 'linear-2'])).toBe('linear-3')
  })

  it('chosen by a person has to be free and printable', () => {
    const existing = [connectionFor({ name: 'Work' })]
    expect(checkedName('  home ', existing)).toBe('home')
    expect(() => checkedName('work', existing)).toThrow(/already/)
    expect(() => checkedName(' ', existing)).toThrow(/name of 1 to 100/)
    expect(() => checkedName('a\u001b[2J', existing)).toThrow(/name of 1 to 100/)
  })

  it('finds the connection, and says which exist when it does not', () => {
    const existing = [connectionFor({ name: 'Work' })]
    expect(connectionNamed('work', existing).name).toBe('Work')
    expect(() => connectionNamed('hoem', existing)).toThrow(/no connection called hoem/)
  })
})
