-- Money: at most two decimals, below a thousand billion. NaN and infinity compare as larger and fall out.
create domain amount as numeric check (scale(value) <= 2 and abs(value) < 1e12);
