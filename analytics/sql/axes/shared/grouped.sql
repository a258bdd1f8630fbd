-- The cells of a pivot, or one kind of its totals, counted from base.
select
        /*codes*/
    from base/*joins*/
    /*group*/
    having count(base./*first*/) > 0
