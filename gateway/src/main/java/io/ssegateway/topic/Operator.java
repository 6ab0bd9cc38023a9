package io.ssegateway.topic;

/** What the first character of an expression decides: the table in appendix A of RFC 6570. */
enum Operator {
    SIMPLE("", "", ",", false, Naming.NONE),
    RESERVED("+", "", ",", true, Naming.NONE),
    FRAGMENT("#", "#", ",", true, Naming.NONE),
    LABEL(".", ".", ".", false, Naming.NONE),
    PATH("/", "/", "/", false, Naming.NONE),
    PARAMETER(";", ";", ";", false, Naming.BARE_IF_EMPTY),
    QUERY("?", "?", "&", false, Naming.ALWAYS_EQUALS),
    CONTINUATION("&", "&", "&", false, Naming.ALWAYS_EQUALS);

    /** Whether a name precedes values, and whether an empty value omits the equals sign. */
    enum Naming {
        NONE,
        BARE_IF_EMPTY,
        ALWAYS_EQUALS
    }

    /** The text before the first defined variable. */
    final String first;

    /** The text before each further one. */
    final String separator;

    private final String symbol;
    private final boolean keepsReserved;
    private final Naming naming;

    Operator(String symbol, String first, String separator, boolean keepsReserved, Naming naming) {
        this.symbol = symbol;
        this.first = first;
        this.separator = separator;
        this.keepsReserved = keepsReserved;
        this.naming = naming;
    }

    /** The operator with this symbol, which is empty for simple expansion. */
    static Operator of(String symbol) {
        for (Operator operator : values()) {
            if (operator.symbol.equals(symbol)) {
                return operator;
            }
        }
        throw new IllegalArgumentException("There is no operator " + symbol);
    }

    /** A variable without a modifier: a string, or a list with commas between its members. */
    Part whole(String name) {
        return named(name, new Value(characters().and(","), Integer.MAX_VALUE));
    }

    /** A variable with a prefix modifier: at most so many characters of a string. */
    Part truncated(String name, int maxLength) {
        return named(name, new Value(characters(), maxLength));
    }

    private ValueCharacters characters() {
        return keepsReserved ? ValueCharacters.RESERVED : ValueCharacters.UNRESERVED;
    }

    private Part named(String name, Value value) {
        return naming == Naming.NONE ? value : new NamedValue(new Literal(name), value, naming == Naming.BARE_IF_EMPTY);
    }

    /** A variable with an explode modifier. Its name is not used: the names in an associative array take its place. */
    Part exploded() {
        return new ExplodedValue(
                characters(), separator.charAt(0), naming == Naming.NONE, naming == Naming.BARE_IF_EMPTY);
    }
}
