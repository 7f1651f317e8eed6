/** This computer: its keychain, its data folder, and the app itself. */

export const machine = {
  'vault.locked': 'The keychain of this computer is locked.',
  'vault.no-key':
    'The keychain of this computer does not have the key that opens the saved sign-ins.',
  'vault.other-key': 'The keychain gave back another key than the one the saved sign-ins need.',
  'vault.none': 'This computer has no keychain that AIP Desktop can use.',
  'vault.slow': 'The keychain of this computer did not answer within {seconds} seconds.',
  'vault.passphrase-wrong': 'The passphrase does not open the saved sign-ins.',
  'vault.passphrase-wrong.next': 'Check the passphrase and try again; nothing was changed.',
  'vault.damaged': 'A sealed record was changed or damaged and cannot be opened.',
  'vault.damaged.next': 'Sign in to that connection again, or restore the data file from a backup.',
  'store.newer': 'The saved data was written by a newer version of AIP Desktop than this one.',
  'store.newer.next': 'Update AIP Desktop; the file was left as it is.',
  'store.busy': 'Another AIP Desktop process is using the saved data and did not finish in time.',
  'store.damaged':
    'The file with the saved connections is damaged or is not a file of AIP Desktop.',
  'store.damaged.backup':
    'Move it away and give {backup} its name: that is the backup, with everything but the sign-ins. Nothing was changed.',
  'store.damaged.next':
    'Restore the file from a backup, or move it away to start afresh; nothing in it was changed.',
  'store.unwritable': 'The folder or file with the saved data cannot be written.',
  'store.unwritable.next':
    'Check that the folder belongs to you, is not read-only and that the disk has space.',
  'store.entry': 'A saved entry cannot be read; it may have been written by another version.',
  'store.entry.next':
    'Update AIP Desktop, or restore the file from a backup; nothing in it was changed.',

  'app.mistake': 'AIP Desktop made a mistake.',
  'app.mistake.next': 'Please report it with the reference; the diagnostics have the rest.',
  'app.not-waiting': 'What this was meant for is not waiting any more.',
  'app.not-waiting.next':
    'Look at what the window shows now, and start again if you still want it.',
  'app.cancelled': 'Cancelled.',
  'app.cancelled.next': 'Nothing was left half done; start again when you like.',
  'app.not-understood': 'The app did not understand what it was asked to do.',
  'app.not-understood.next':
    'Check what you entered; if the window asked this by itself, please report it.',
  'app.ending': 'The app is ending.',
  'app.ending.next': 'Open it again with aip open.',
} as const
