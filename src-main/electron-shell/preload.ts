/** Gives the window its transport, two functions and nothing else. Runs in the sandbox, apart from the page's own world. */
import { contextBridge, ipcRenderer } from 'electron'
import { createWindowTransport } from './window-transport.ts'

contextBridge.exposeInMainWorld('aip', createWindowTransport(ipcRenderer))
