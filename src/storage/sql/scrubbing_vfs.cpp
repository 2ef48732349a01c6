#include "storage/sql/scrubbing_vfs.h"

#include <cstring>
#include <span>
#include <stdexcept>
#include <vector>

#include <sqlite3.h>

namespace astronova::storage::sql {
namespace {

using Bytes = std::span<unsigned char>;

std::size_t two_bytes(Bytes page, std::size_t at) {
  return static_cast<std::size_t>(page[at]) << 8U | page[at + 1];
}

// Writes zeros between the cell pointers and the cells of a page of a tree; leaves all others as
// they are. An overflow page begins with the number of another page and goes on with text, and so
// fails the comparisons.
void clear_unused(Bytes page, bool is_first) {
  const std::size_t header = is_first ? 100 : 0;
  if (page.size() < 512) return;
  const auto type = page[header];
  const bool is_leaf = type == 10 || type == 13;
  if (!is_leaf && type != 2 && type != 5) return;
  const auto cells = two_bytes(page, header + 3);
  const auto stored = two_bytes(page, header + 5);
  const auto content = stored == 0 ? std::size_t{65536} : stored;
  const auto pointers = header + (is_leaf ? 8U : 12U);
  const auto end = pointers + 2 * cells;
  if (end > content || content > page.size()) return;
  for (std::size_t at = pointers; at < end; at += 2) {
    if (two_bytes(page, at) < content || two_bytes(page, at) >= page.size()) return;
  }
  std::memset(page.data() + end, 0, content - end);
}

// A file as SQLite sees it, and the one beneath, which lies right behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

File* file_of(sqlite3_file* file) {
  void* const untyped = file;
  return static_cast<File*>(untyped);
}

sqlite3_file* real(sqlite3_file* file) {
  return file_of(file)->real;
}

const sqlite3_io_methods& methods(sqlite3_file* file) {
  return *real(file)->pMethods;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const auto* const begin = static_cast<const unsigned char*>(bytes);
  thread_local std::vector<unsigned char> page;
  page.assign(begin, begin + size);
  clear_unused(page, offset == 0);
  return methods(file).xWrite(real(file), page.data(), size, offset);
}

const sqlite3_io_methods forwarding{
    3,
    [](sqlite3_file* f) { return methods(f).xClose(real(f)); },
    [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
      return methods(f).xRead(real(f), to, size, at);
    },
    write,
    [](sqlite3_file* f, sqlite3_int64 size) { return methods(f).xTruncate(real(f), size); },
    [](sqlite3_file* f, int flags) { return methods(f).xSync(real(f), flags); },
    [](sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(real(f), size); },
    [](sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); },
    [](sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); },
    [](sqlite3_file* f, int* out) { return methods(f).xCheckReservedLock(real(f), out); },
    [](sqlite3_file* f, int op, void* arg) { return methods(f).xFileControl(real(f), op, arg); },
    [](sqlite3_file* f) { return methods(f).xSectorSize(real(f)); },
    [](sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return methods(f).xShmMap(real(f), page, size, extend, out);
    },
    [](sqlite3_file* f, int offset, int n, int flags) {
      return methods(f).xShmLock(real(f), offset, n, flags);
    },
    [](sqlite3_file* f) { methods(f).xShmBarrier(real(f)); },
    [](sqlite3_file* f, int remove) { return methods(f).xShmUnmap(real(f), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int size, void** out) {
      return methods(f).xFetch(real(f), at, size, out);
    },
    [](sqlite3_file* f, sqlite3_int64 at, void* page) {
      return methods(f).xUnfetch(real(f), at, page);
    },
};

sqlite3_vfs* beneath(sqlite3_vfs* layer) {
  return static_cast<sqlite3_vfs*>(layer->pAppData);
}

int open(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* const vfs = beneath(layer);
  // Logs and temporary files are the lower layer's own.
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return vfs->xOpen(vfs, name, file, flags, out_flags);
  auto* const ours = file_of(file);
  void* const behind = ours + 1;
  ours->base.pMethods = nullptr;
  ours->real = static_cast<sqlite3_file*>(behind);
  const int code = vfs->xOpen(vfs, name, ours->real, flags, out_flags);
  // SQLite closes what has methods, even after a failure.
  if (ours->real->pMethods) ours->base.pMethods = &forwarding;
  return code;
}

// All but opening is the lower layer's, whose functions are given this layer: they look at the
// members that are copied from it.
sqlite3_vfs layer_above(sqlite3_vfs* vfs) {
  sqlite3_vfs layer = *vfs;
  layer.szOsFile = static_cast<int>(sizeof(File)) + vfs->szOsFile;
  layer.pNext = nullptr;
  layer.zName = "astronova";
  layer.pAppData = vfs;
  layer.xOpen = open;
  layer.xDelete = [](sqlite3_vfs* l, const char* name, int sync) {
    return beneath(l)->xDelete(beneath(l), name, sync);
  };
  layer.xAccess = [](sqlite3_vfs* l, const char* name, int flags, int* out) {
    return beneath(l)->xAccess(beneath(l), name, flags, out);
  };
  layer.xFullPathname = [](sqlite3_vfs* l, const char* name, int size, char* out) {
    return beneath(l)->xFullPathname(beneath(l), name, size, out);
  };
  return layer;
}

}  // namespace

const char* scrubbing_vfs() {
  static sqlite3_vfs layer = [] {
    auto* const system = sqlite3_vfs_find(nullptr);
    if (!system || !system->xOpen) throw std::runtime_error("SQLite has no files");
    return layer_above(system);
  }();
  static const int registered = sqlite3_vfs_register(&layer, 0);
  if (registered != SQLITE_OK) throw std::runtime_error("SQLite takes no layer");
  return layer.zName;
}

}  // namespace astronova::storage::sql
