/* Preloaded: ends the process, as kill -9 does, right before the nth time that it changes anything on the disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

static long at = -1, done = 0;

/* 0 only counts. */
void kill_at(long n) { at = n; done = 0; }
long changes(void) { return done; }

static void step(void) {
    if (at >= 0 && ++done == at) kill(getpid(), SIGKILL);
}

#define WRAP(result, name, parameters, arguments)                     \
    result name parameters {                                          \
        static result(*real) parameters;                              \
        if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, #name); \
        step();                                                       \
        return real arguments;                                        \
    }

WRAP(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
WRAP(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRAP(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
WRAP(int, ftruncate, (int fd, off_t size), (fd, size))
WRAP(int, ftruncate64, (int fd, off64_t size), (fd, size))
WRAP(int, unlink, (const char *path), (path))
WRAP(int, rename, (const char *from, const char *to), (from, to))
WRAP(int, link, (const char *from, const char *to), (from, to))
