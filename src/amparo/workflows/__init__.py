"""The verbs that both faces share: import, record, ask, publish. Here alone the clock, the files and the store meet."""
