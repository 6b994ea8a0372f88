"""Small damage to a phrase, as phones and tired thumbs make it: a new one each epoch, so that no phrase is learnt by heart."""
import random
import unicodedata

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ARABIC_VARIANTS = {"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ئ": "ي"}


def augment(text: str, chance: random.Random) -> str:
    if chance.random() < 0.35:
        return text
    if chance.random() < 0.35:
        text = without_accents(text)
    if chance.random() < 0.4:
        text = "".join(c for c in text if c.isalnum() or c.isspace())
    words = text.split()
    if len(words) > 5 and chance.random() < 0.4:
        words = [word for word in words if chance.random() > 0.12] or words
    if len(words) > 14 and chance.random() < 0.25:  # the beginning or the end of a story
        half = len(words) // 2 + chance.randint(0, len(words) // 4)
        words = words[:half] if chance.random() < 0.5 else words[-half:]
    return " ".join(typo(word, chance) if chance.random() < 0.06 else word for word in words) or text


ARABIZI = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "7h", "خ": ["kh", "5", "kh"], "د": "d",
    "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": ["ch", "sh"], "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": ["3", "3", "a"],
    "غ": ["gh", "r"], "ف": "f", "ق": "9k9q", "ك": "k", "گ": "g", "ڭ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": ["a", "a", ""],
    "و": ["w", "o", "ou", "w"], "ي": ["y", "i", "i"], "ى": "a", "ئ": ["2", ""], "ؤ": ["2", ""], "ء": ["2", ""], "پ": "p", "ڤ": "v",
    "؟": "?", "،": ",", "ّ": "",
}
CONSONANTS = set("bcdfghjklmnpqrstvwxz3579")


def romanise(text: str, chance: random.Random) -> str:
    """Darija in Arabic letters as somebody might type it in Latin ones: short vowels are guessed, every writer differs."""
    out = ""
    for character in text:
        piece = ARABIZI.get(character, character)
        piece = chance.choice(piece) if piece else piece
        if piece and out and out[-1] in CONSONANTS and piece[0] in CONSONANTS and chance.random() < 0.4:
            out += chance.choice("aeei")
        out += piece
    return out


def without_accents(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn" or ord(c) > 0x600)
    return "".join(ARABIC_VARIANTS.get(c, c) for c in unicodedata.normalize("NFC", plain))


def typo(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randint(1, len(word) - 2)
    kind = chance.randint(0, 2)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:]
