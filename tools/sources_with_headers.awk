# Reads the files of src/; prints each source with the headers of ours that it reaches, a line each.
FNR == 1 { files[++count] = FILENAME }
/^#include "/ { split($0, part, "\""); includes[FILENAME] = includes[FILENAME] " src/" part[2] }
function reach(file,   direct, i, n) {
  if (file in reached) return
  reached[file] = 1
  line = line " " file
  n = split(includes[file], direct, " ")
  for (i = 1; i <= n; i++) if (direct[i] in known) reach(direct[i])
}
END {
  for (i = 1; i <= count; i++) known[files[i]] = 1
  for (i = 1; i <= count; i++) if (files[i] ~ /\.cpp$/) {
    line = ""
    split("", reached)
    reach(files[i])
    print line
  }
}
