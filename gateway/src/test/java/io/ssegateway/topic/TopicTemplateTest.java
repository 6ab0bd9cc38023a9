package io.ssegateway.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTemplateTest {

    /** The examples of RFC 6570, section 3.2, each with what the RFC expands it to. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # 3.2.1 Variable expansion
                    {count}                 | one,two,three
                    {count*}                | one,two,three
                    {/count}                | /one,two,three
                    {/count*}               | /one/two/three
                    {;count}                | ;count=one,two,three
                    {;count*}               | ;count=one;count=two;count=three
                    {?count}                | ?count=one,two,three
                    {?count*}               | ?count=one&count=two&count=three
                    {&count*}               | &count=one&count=two&count=three
                    # 3.2.2 Simple string expansion
                    {var}                   | value
                    {hello}                 | Hello%20World%21
                    {half}                  | 50%25
                    O{empty}X               | OX
                    O{undef}X               | OX
                    {x,y}                   | 1024,768
                    {x,hello,y}             | 1024,Hello%20World%21,768
                    ?{x,empty}              | ?1024,
                    ?{x,undef}              | ?1024
                    ?{undef,y}              | ?768
                    {var:3}                 | val
                    {var:30}                | value
                    {list}                  | red,green,blue
                    {list*}                 | red,green,blue
                    {keys}                  | semi,%3B,dot,.,comma,%2C
                    {keys*}                 | semi=%3B,dot=.,comma=%2C
                    # 3.2.3 Reserved expansion
                    {+var}                  | value
                    {+hello}                | Hello%20World!
                    {+half}                 | 50%25
                    {base}index             | http%3A%2F%2Fexample.com%2Fhome%2Findex
                    {+base}index            | http://example.com/home/index
                    O{+empty}X              | OX
                    O{+undef}X              | OX
                    {+path}/here            | /foo/bar/here
                    here?ref={+path}        | here?ref=/foo/bar
                    up{+path}{var}/here     | up/foo/barvalue/here
                    {+x,hello,y}            | 1024,Hello%20World!,768
                    {+path,x}/here          | /foo/bar,1024/here
                    {+path:6}/here          | /foo/b/here
                    {+list}                 | red,green,blue
                    {+list*}                | red,green,blue
                    {+keys}                 | semi,;,dot,.,comma,,
                    {+keys*}                | semi=;,dot=.,comma=,
                    # 3.2.4 Fragment expansion
                    {#var}                  | #value
                    {#hello}                | #Hello%20World!
                    {#half}                 | #50%25
                    foo{#empty}             | foo#
                    foo{#undef}             | foo
                    {#x,hello,y}            | #1024,Hello%20World!,768
                    {#path,x}/here          | #/foo/bar,1024/here
                    {#path:6}/here          | #/foo/b/here
                    {#list}                 | #red,green,blue
                    {#list*}                | #red,green,blue
                    {#keys}                 | #semi,;,dot,.,comma,,
                    {#keys*}                | #semi=;,dot=.,comma=,
                    # 3.2.5 Label expansion with a dot
                    {.who}                  | .fred
                    {.who,who}              | .fred.fred
                    {.half,who}             | .50%25.fred
                    www{.dom*}              | www.example.com
                    X{.var}                 | X.value
                    X{.empty}               | X.
                    X{.undef}               | X
                    X{.var:3}               | X.val
                    X{.list}                | X.red,green,blue
                    X{.list*}               | X.red.green.blue
                    X{.keys}                | X.semi,%3B,dot,.,comma,%2C
                    X{.keys*}               | X.semi=%3B.dot=..comma=%2C
                    X{.empty_keys}          | X
                    X{.empty_keys*}         | X
                    # 3.2.6 Path segment expansion
                    {/who}                  | /fred
                    {/who,who}              | /fred/fred
                    {/half,who}             | /50%25/fred
                    {/who,dub}              | /fred/me%2Ftoo
                    {/var}                  | /value
                    {/var,empty}            | /value/
                    {/var,undef}            | /value
                    {/var,x}/here           | /value/1024/here
                    {/var:1,var}            | /v/value
                    {/list}                 | /red,green,blue
                    {/list*}                | /red/green/blue
                    {/list*,path:4}         | /red/green/blue/%2Ffoo
                    {/keys}                 | /semi,%3B,dot,.,comma,%2C
                    {/keys*}                | /semi=%3B/dot=./comma=%2C
                    # 3.2.7 Path-style parameter expansion
                    {;who}                  | ;who=fred
                    {;half}                 | ;half=50%25
                    {;empty}                | ;empty
                    {;v,empty,who}          | ;v=6;empty;who=fred
                    {;v,bar,who}            | ;v=6;who=fred
                    {;x,y}                  | ;x=1024;y=768
                    {;x,y,empty}            | ;x=1024;y=768;empty
                    {;x,y,undef}            | ;x=1024;y=768
                    {;hello:5}              | ;hello=Hello
                    {;list}                 | ;list=red,green,blue
                    {;list*}                | ;list=red;list=green;list=blue
                    {;keys}                 | ;keys=semi,%3B,dot,.,comma,%2C
                    {;keys*}                | ;semi=%3B;dot=.;comma=%2C
                    # 3.2.8 Form-style query expansion
                    {?who}                  | ?who=fred
                    {?half}                 | ?half=50%25
                    {?x,y}                  | ?x=1024&y=768
                    {?x,y,empty}            | ?x=1024&y=768&empty=
                    {?x,y,undef}            | ?x=1024&y=768
                    {?var:3}                | ?var=val
                    {?list}                 | ?list=red,green,blue
                    {?list*}                | ?list=red&list=green&list=blue
                    {?keys}                 | ?keys=semi,%3B,dot,.,comma,%2C
                    {?keys*}                | ?semi=%3B&dot=.&comma=%2C
                    # 3.2.9 Form-style query continuation
                    {&who}                  | &who=fred
                    {&half}                 | &half=50%25
                    ?fixed=yes{&x}          | ?fixed=yes&x=1024
                    {&x,y,empty}            | &x=1024&y=768&empty=
                    {&x,y,undef}            | &x=1024&y=768
                    {&var:3}                | &var=val
                    {&list}                 | &list=red,green,blue
                    {&list*}                | &list=red&list=green&list=blue
                    {&keys}                 | &keys=semi,%3B,dot,.,comma,%2C
                    {&keys*}                | &semi=%3B&dot=.&comma=%2C
                    """)
    void shouldMatchTheExpansionsOfTheRfc(String template, String expansion) {
        assertThat(template(template).matches(new Topic(expansion))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://example.com/books/{id}  | https://example.com/books/1
                    https://example.com/books/{id}  | https://example.com/books/
                    https://example.com/books/{id}  | https://example.com/books/{id}
                    https://example.com/{+path}     | https://example.com/books/1/pages?from=2#top
                    /a{id}a                         | /aa
                    /a{id}a                         | /aaaaa
                    {a}{b}{c}                       | x
                    {a}%41{b}                       | %41%41%41
                    news: {id}                      | news: 1
                    täglich/{id}                    | täglich/für-älle
                    täglich/{id}                    | täglich/f%C3%BCr
                    {id}                            | 😀
                    {id:2}                          | 😀😀
                    {id:2}                          | %F0%9F%98%80%C3%BC
                    {id:2}é                         | üüé
                    {/x*}                           | /a=1/b=2
                    {/x*}                           | /a/b/
                    {.x*}                           | .a=1.b=2
                    {x*,y}                          | a=1,b
                    {;x*}                           | ;a;b=1;c
                    {?q,r}{&s}                      | ?r=1&s=2
                    {?q,r}                          | ?r=1
                    """)
    void shouldMatch(String template, String topic) {
        assertThat(template(template).matches(new Topic(topic))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://example.com/books/{id}  | https://example.com/books/1/pages
                    https://example.com/books/{id}  | https://example.com/books
                    https://example.com/books/{id}  | http://example.com/books/1
                    https://example.com/books/{id}  | xhttps://example.com/books/1
                    https://example.com/books/{id}  | https://example.com/books/{other}
                    https://example.com/books/{id}  | https://example.com/books/1?q
                    https://example.com/{+path}     | https://example.com/{
                    https://example.com/{+path}     | https://example.com/a b
                    /a{id}a                         | /a
                    /{id}/pages                     | /1/page
                    /{id}/pages                     | /1/pages/2
                    {id}                            | a b
                    {id}                            | a/b
                    {id}                            | a=b
                    {id}                            | 100%
                    {id}                            | %4
                    {id}                            | %4g
                    {id}                            | %
                    {+id}                           | 100%
                    {a}41                           | %41
                    {a}1{b}                         | %41
                    {id:2}                          | abc
                    {id:2}                          | 😀😀😀
                    {id:2}                          | %41%42%43
                    {id:2}                          | %C3%BC%C3%BC%C3%BC
                    {id:2}                          | a,
                    {+id:2}                         | abc
                    {x,y:1}                         | x=1
                    {x*}                            | a=b=c
                    {x*}                            | a,b=c
                    {/x*}                           | /a=b/c
                    {/a,b}                          | /1/2/3
                    {/a}                            | 1
                    {.a}                            | 1
                    {#a}                            | 1
                    {#a}                            | #1#{
                    {?q}                            | ?
                    {?q}                            | ?q
                    {?q}                            | ?q=1&q=2
                    {?q}                            | ?qq=1
                    {?q}                            | &q=1
                    {?q,r}                          | ?r=1&q=1
                    {?q,r}                          | ?q=1?r=1
                    {?q*}                           | ?
                    {?q*}                           | ?a
                    {?q*}                           | ?a=1&b
                    {?q*}                           | ?a=1;b=2
                    {?q*}                           | ?a=1=2
                    {;q}                            | q=1
                    {;q}                            | ;q=1;
                    {;q}                            | ;qq
                    {;q,r}                          | ;r;q
                    {&q}                            | ?q=1
                    täglich/{id}                    | t%C3%A4glich/1
                    """)
    void shouldNotMatch(String template, String topic) {
        assertThat(template(template).matches(new Topic(topic))).isFalse();
    }

    @Test
    void shouldLetATruncatedValueEndWhereItsBudgetDoesFromEachBeginning() {
        TopicMatcher template = template("{a}-{b:3}");

        assertThat(template.matches(new Topic("1-2-3"))).isTrue();
        assertThat(template.matches(new Topic("1-2-345"))).isTrue();
        assertThat(template.matches(new Topic("1-2-3456"))).isFalse();
        assertThat(template.matches(new Topic("1-2-3456-"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /orders/{id}   | /         | true
                    /orders/{id}   | /orders/  | true
                    /orders/{id}   | /orders/1 | true
                    /orders/{id}   | /orders/{ | true
                    /orders/{id}   | /users/   | false
                    /orders/{id}   | /orderss  | false
                    {id}/orders    | /users/   | true
                    """)
    void shouldCompareAPrefixWithTheLiteralText(String template, String prefix, boolean expected) {
        assertThat(template(template).mayMatchPrefix(prefix)).isEqualTo(expected);
        assertThat(template(template).mayMatchPrefix("")).isTrue();
    }

    @Test
    void shouldBeEqualByItsText() {
        assertThat(template("/{id}"))
                .hasToString("/{id}")
                .isEqualTo(template("/{id}"))
                .hasSameHashCodeAs(template("/{id}"))
                .isNotEqualTo(template("/{name}"))
                .isNotEqualTo(new ExactTopic(new Topic("/{id}")));
    }

    private static TopicMatcher template(String text) {
        TopicMatcher matcher = TopicMatchers.of(text);
        assertThat(matcher).isInstanceOf(TopicTemplate.class);
        return matcher;
    }
}
