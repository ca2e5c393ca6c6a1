/* What SQLite does not tell of itself: the files that it has open, and the memory that it was refused. */
#ifndef PHR_SQLCIPHER_SYSTEM_H
#define PHR_SQLCIPHER_SYSTEM_H

#ifdef __cplusplus
extern "C" {
#endif

/* Around a fork: SQLite keeps the files that a process has open in a list, which is not true of a child. Nobody else is in it meanwhile, and a
 * child forgets what it holds. The connections of the parent must never be used or
 * closed in the child. */
void phr_before_fork(void);
void phr_after_fork(int in_child);

/* Before SQLite starts: from then on phr_was_refused_memory tells whether memory was refused on this thread since it was asked last. */
int phr_watch_memory(void);
int phr_was_refused_memory(void);

#ifdef __cplusplus
}
#endif

#endif
