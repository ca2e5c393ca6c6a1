"""C++ names of FHIR's elements and codes, and the hash by which the field tables find JSON names."""

import re

KEYWORDS = set("""alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class
compl concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do
double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace new
noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast requires return short signed
sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename union
unsigned using virtual void volatile wchar_t while xor xor_eq""".split())
# Macros of common system headers, and names that are taken in every structure.
TAKEN = {"NULL", "NAN", "EOF", "DOMAIN", "OVERFLOW", "UNDERFLOW", "ERROR", "DELETE", "IN", "OUT", "TRUE", "FALSE", "linux", "unix",
         "major", "minor", "errno", "assert", "stdin", "stdout", "stderr"}
MASK = (1 << 64) - 1


def identifier(name):
    """HL7's spelling, with an underscore behind a word that C++ keeps for itself."""
    return name + "_" if name in KEYWORDS | TAKEN else name


def upper_first(name):
    return name[0].upper() + name[1:]


def camel(words):
    """administrative-gender to AdministrativeGender."""
    return "".join(upper_first(word) for word in re.split(r"[^0-9A-Za-z]+", words) if word)


def enumerators(codes):
    """{code: identifier} of [(code, display)]. A code without a letter or digit is named by its display."""
    result, used = {}, set()
    for code, display in codes:
        text = code if re.search(r"[0-9A-Za-z]", code) else (display or "").lower()
        name = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_") or "code"
        name = "_" + name if name[0].isdigit() else identifier(name)
        while name in used:
            name += "_"
        used.add(name)
        result[code] = name
    return result


def ends_of(name):
    """The first eight bytes, and the last eight of a name that has so many."""
    text = name.encode()
    return int.from_bytes(text[:8], "little"), int.from_bytes(text[-8:], "little") if len(text) >= 8 else 0


def hash_of(name, seed):
    """structure.cpp has the same."""
    first, last = ends_of(name)
    mixed = (first + seed) * 0x9E3779B97F4A7C15 & MASK
    mixed ^= mixed >> 29
    return (mixed + last + len(name)) * 0xBF58476D1CE4E5B9 & MASK


def perfect_hash(names):
    """(seed, slots): slots is a power of two of numbers, the position of a name in `names` and one, or 0."""
    bits = max(1, (len(names) * 2 - 1).bit_length())
    while True:
        for seed in range(20000):
            slots = [0] * (1 << bits)
            for position, name in enumerate(names):
                slot = hash_of(name, seed) >> (64 - bits)
                if slots[slot]:
                    break
                slots[slot] = position + 1
            else:
                return seed, slots
        bits += 1
