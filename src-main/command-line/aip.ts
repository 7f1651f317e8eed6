/** The command line's first line: starts the program named by the arguments. */
process.stdout.write('aip\n')
